// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.PasswordChangeResult;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of a password under the password policy of OpenLDAP. */
class PasswordChangeOnSlapdTest {

  private static final String BASE = "dc=example,dc=com";

  private static Slapd slapd;

  private LdapAuthenticator<LdapUser> authenticator;

  @BeforeAll
  static void startServer() {
    String policy =
        """
        dn: cn=%1$s,dc=example,dc=com
        objectClass: device
        objectClass: pwdPolicy
        cn: %1$s
        pwdAttribute: userPassword
        pwdMustChange: TRUE
        pwdMinLength: 8
        pwdCheckQuality: 1
        pwdInHistory: 3
        %2$s

        """;
    slapd =
        Slapd.startWithPolicy(
            TestCertificates.forHosts("127.0.0.1"),
            PasswordPolicyStories.base()
                + policy.formatted("policy", "pwdMinAge: 0")
                + policy.formatted("slow", "pwdMinAge: 86400")
                + policy.formatted("fixed", "pwdAllowUserChange: FALSE")
                + PasswordPolicyStories.person("alice")
                + PasswordPolicyStories.person("reset", "pwdReset: TRUE")
                + PasswordPolicyStories.person(
                    "young",
                    "pwdChangedTime: " + PasswordPolicyStories.fromNow(java.time.Duration.ZERO),
                    "pwdPolicySubentry: cn=slow," + BASE)
                + PasswordPolicyStories.person("fixed", "pwdPolicySubentry: cn=fixed," + BASE),
            "cn=policy," + BASE);
  }

  @AfterAll
  static void stopServer() {
    if (slapd != null) {
      slapd.close();
    }
  }

  @BeforeEach
  void create() {
    LdapServer server =
        LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(slapd.authority());
    authenticator =
        LdapAuthenticator.create(
            LdapAuthConfig.builder(server, UserLookup.search(BASE, "(uid={username})")).build());
  }

  @AfterEach
  void close() {
    authenticator.close();
  }

  private NewPasswordRefusal refused(PasswordChangeResult result) {
    assertThat(result).isInstanceOf(Refused.class);
    return ((Refused) result).reason();
  }

  @Test
  void directorySaysWhatIsWrongWithTheNewPassword() {
    assertThat(authenticator.changePassword("alice", "right", "through the glass"))
        .isEqualTo(new Changed("uid=alice," + BASE));

    assertThat(refused(authenticator.changePassword("alice", "through the glass", "short")))
        .isEqualTo(NewPasswordRefusal.TOO_SHORT);
    assertThat(
            refused(
                authenticator.changePassword("alice", "through the glass", "through the glass")))
        .isEqualTo(NewPasswordRefusal.USED_BEFORE);
    yes(authenticator.authenticate("alice", "through the glass"));
  }

  @Test
  void directorySaysWhyThePasswordStays() {
    assertThat(refused(authenticator.changePassword("young", "right", "through the glass")))
        .isEqualTo(NewPasswordRefusal.CHANGED_TOO_RECENTLY);
    assertThat(refused(authenticator.changePassword("fixed", "right", "through the glass")))
        .isEqualTo(NewPasswordRefusal.NOT_ALLOWED);
  }

  @Test
  void userWhoMustChangeThePasswordDoesSo() {
    no(authenticator.authenticate("reset", "right"), RejectionReason.MUST_CHANGE_PASSWORD);

    assertThat(authenticator.changePassword("reset", "right", "through the glass"))
        .isInstanceOf(Changed.class);
    yes(authenticator.authenticate("reset", "through the glass"));
  }

  @Test
  void wrongOldPasswordIsRejected() {
    assertThat(authenticator.changePassword("fixed", "wrong", "through the glass"))
        .isInstanceOfSatisfying(
            Rejected.class,
            no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS));
  }
}

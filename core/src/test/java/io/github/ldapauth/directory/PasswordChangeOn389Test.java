// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.realserver.Ds389;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a password under the password policy of 389 Directory Server. */
class PasswordChangeOn389Test {

  private static final String BASE = PasswordPolicyStories.BASE;
  private static final String MAY_CHANGE_FROM = "passwordAllowChangeTime: ";
  private static final String LONG_AGO = MAY_CHANGE_FROM + "20200101000000Z";
  private static final String VALID =
      "passwordExpirationTime: " + PasswordPolicyStories.fromNow(PasswordPolicyStories.MAX_AGE);
  private static final String NEW = "through the 1st glass";

  private static Ds389 server;

  private LdapAuthenticator<LdapUser> authenticator;

  @BeforeAll
  static void startServer() {
    server =
        Ds389.start(
            PasswordPolicyStories.base()
                + PasswordPolicyStories.person("alice", VALID, LONG_AGO)
                + PasswordPolicyStories.person("bob", VALID, LONG_AGO)
                + PasswordPolicyStories.person(
                    "reset", LONG_AGO, "passwordExpirationTime: 19700101000000Z")
                + PasswordPolicyStories.person(
                    "young",
                    VALID,
                    MAY_CHANGE_FROM + PasswordPolicyStories.fromNow(Duration.ofDays(1)))
                + PasswordPolicyStories.person(
                    "fixed",
                    VALID,
                    LONG_AGO,
                    "aci: (targetattr=\"userPassword\")(version 3.0; acl \"fixed\";"
                        + " deny (write) userdn=\"ldap:///self\";)"),
            Map.of(
                "passwordCheckSyntax", "on",
                "passwordMinLength", "5",
                "passwordMinCategories", "1",
                "passwordHistory", "on",
                "passwordInHistory", "3",
                "passwordMinAge", "1",
                "passwordMustChange", "on"));
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void create() {
    LdapServer overTls =
        LdapServer.ldaps(server.ldapsHostAndPort()).trustedCertificates(server.authority());
    authenticator =
        LdapAuthenticator.create(
            LdapAuthConfig.builder(overTls, UserLookup.search(BASE, "(uid={username})")).build());
  }

  @AfterEach
  void close() {
    authenticator.close();
  }

  @Test
  void userChangesThePassword() {
    assertThat(authenticator.changePassword("alice", "right", NEW))
        .isEqualTo(new Changed("uid=alice," + BASE));

    yes(authenticator.authenticate("alice", NEW));
    no(authenticator.authenticate("alice", "right"), RejectionReason.INVALID_CREDENTIALS);
  }

  @ParameterizedTest
  @CsvSource({
    "bob, tiny, TOO_WEAK",
    "bob, right, AGAINST_POLICY",
    "young, through the 1st glass, CHANGED_TOO_RECENTLY",
    "fixed, through the 1st glass, NOT_ALLOWED"
  })
  void directorySaysWhyThePasswordStays(
      String username, String newPassword, NewPasswordRefusal reason) {
    assertThat(authenticator.changePassword(username, "right", newPassword))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.reason()).as(no.detail()).isEqualTo(reason));
    yes(authenticator.authenticate(username, "right"));
  }

  @Test
  void userWhoMustChangeThePasswordDoesSo() {
    no(authenticator.authenticate("reset", "right"), RejectionReason.MUST_CHANGE_PASSWORD);

    assertThat(authenticator.changePassword("reset", "right", NEW)).isInstanceOf(Changed.class);
    yes(authenticator.authenticate("reset", NEW));
  }

  @Test
  void wrongOldPasswordIsRejected() {
    assertThat(authenticator.changePassword("fixed", "wrong", NEW))
        .isInstanceOfSatisfying(
            Rejected.class,
            no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS));
  }
}

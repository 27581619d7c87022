// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.realserver.SlapdProxy;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Account states that OpenLDAP, or a proxy before it, does not tell in the answer to a bind. */
class HiddenPolicyOnSlapdTest {

  private static Slapd slapd;
  private static SlapdProxy proxy;

  @BeforeAll
  static void start() {
    String policy =
        """
        dn: cn=policy,dc=example,dc=com
        objectClass: device
        objectClass: pwdPolicy
        cn: policy
        pwdAttribute: userPassword
        pwdLockout: TRUE
        pwdLockoutDuration: 3600
        pwdMustChange: TRUE

        """;
    slapd =
        Slapd.startWithAccess(
            TestCertificates.forHosts("127.0.0.1"),
            PasswordPolicyStories.base()
                + policy
                + PasswordPolicyStories.person("alice")
                + PasswordPolicyStories.person("locked", "pwdAccountLockedTime: 000001010000Z")
                + PasswordPolicyStories.person("unlocked", lockedFor(Duration.ofHours(2)))
                + PasswordPolicyStories.person("free", lockedFor(Duration.ofHours(2)))
                + PasswordPolicyStories.person("reset", "pwdReset: TRUE"),
            "access to attrs=userPassword by * auth\naccess to * by * read",
            "overlay ppolicy",
            "ppolicy_default \"cn=policy,dc=example,dc=com\"");
    proxy = SlapdProxy.meta(slapd, "dc=proxy");
  }

  private static String lockedFor(Duration time) {
    return "pwdAccountLockedTime: " + PasswordPolicyStories.fromNow(time.negated());
  }

  @AfterAll
  static void stop() {
    if (proxy != null) {
      proxy.close();
    }
    if (slapd != null) {
      slapd.close();
    }
  }

  private static LdapAuthenticator<LdapUser> authenticator(String hostAndPort, String base) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                LdapServer.url("ldap://" + hostAndPort),
                UserLookup.search(base, "(uid={username})"))
            .build());
  }

  @Test
  void lockIsReadFromTheEntry() {
    try (var authenticator = authenticator(slapd.hostAndPort(), "dc=example,dc=com")) {
      yes(authenticator.authenticate("alice", "right"));
      no(authenticator.authenticate("locked", "right"), RejectionReason.ACCOUNT_LOCKED);
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void lockThatHasRunOutIsNamedForOneWrongPasswordOnly() {
    try (var authenticator = authenticator(slapd.hostAndPort(), "dc=example,dc=com")) {
      no(authenticator.authenticate("unlocked", "wrong"), RejectionReason.ACCOUNT_LOCKED);
      no(authenticator.authenticate("unlocked", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("free", "right"));
    }
  }

  @Test
  void passwordThatMustBeChangedIsSeenBehindAProxy() {
    try (var authenticator = authenticator(proxy.hostAndPort(), "dc=proxy")) {
      yes(authenticator.authenticate("alice", "right"));
      no(authenticator.authenticate("reset", "right"), RejectionReason.MUST_CHANGE_PASSWORD);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** The stories of password policies on OpenLDAP. */
class PasswordPolicyOnSlapdTest extends PasswordPolicyStories {

  private static Slapd slapd;

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
        pwdMaxFailure: 3
        pwdLockoutDuration: 3600
        pwdMaxAge: %d
        pwdExpireWarning: 86400
        pwdGraceAuthNLimit: 2
        pwdMustChange: TRUE

        """
            .formatted(MAX_AGE.toSeconds());
    slapd =
        Slapd.startWithPolicy(
            TestCertificates.forHosts("127.0.0.1"),
            base()
                + policy
                + """
                dn: cn=impatient,dc=example,dc=com
                objectClass: device
                objectClass: pwdPolicy
                cn: impatient
                pwdAttribute: userPassword
                pwdLockout: TRUE
                pwdMaxIdle: 1

                """
                + person("alice")
                + person("careless")
                + person("braked")
                + person("disabled", "pwdAccountLockedTime: 000001010000Z")
                + person("locked", "pwdAccountLockedTime: " + fromNow(Duration.ofMinutes(-30)))
                + person(
                    "unlocked",
                    "pwdAccountLockedTime: " + fromNow(Duration.ofHours(-2)),
                    "pwdFailureTime: 20260101000000.000001Z",
                    "pwdFailureTime: 20260101000000.000002Z",
                    "pwdFailureTime: 20260101000000.000003Z")
                + person("notyet", "pwdStartTime: " + fromNow(Duration.ofHours(2)))
                + person("ended", "pwdEndTime: " + fromNow(Duration.ofHours(-2)))
                + person("unix", "objectClass: shadowAccount", "shadowExpire: 1")
                + person("old", "pwdChangedTime: 20200101000000Z")
                + person(
                    "oldest",
                    "pwdChangedTime: 20200101000000Z",
                    "pwdGraceUseTime: 20260101000000.000001Z",
                    "pwdGraceUseTime: 20260101000000.000002Z")
                + person("aging", "pwdChangedTime: " + fromNow(MAX_AGE.negated().plusHours(2)))
                + person("idle", "pwdPolicySubentry: cn=impatient,dc=example,dc=com")
                + person("reset", "pwdReset: TRUE"),
            "cn=policy,dc=example,dc=com",
            "lastbind on");
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  static List<Arguments> states() {
    return List.of(
        Arguments.of("locked", RejectionReason.ACCOUNT_LOCKED, RejectionReason.ACCOUNT_LOCKED),
        Arguments.of("disabled", RejectionReason.ACCOUNT_LOCKED, RejectionReason.ACCOUNT_LOCKED),
        Arguments.of("notyet", RejectionReason.ACCOUNT_EXPIRED, RejectionReason.ACCOUNT_EXPIRED),
        Arguments.of("ended", RejectionReason.ACCOUNT_EXPIRED, RejectionReason.ACCOUNT_EXPIRED),
        Arguments.of("unix", RejectionReason.ACCOUNT_EXPIRED, RejectionReason.ACCOUNT_EXPIRED),
        Arguments.of(
            "oldest", RejectionReason.PASSWORD_EXPIRED, RejectionReason.INVALID_CREDENTIALS),
        Arguments.of(
            "reset", RejectionReason.MUST_CHANGE_PASSWORD, RejectionReason.INVALID_CREDENTIALS));
  }

  static List<Arguments> shownStates() {
    return List.of(
        Arguments.of("locked", RejectionReason.ACCOUNT_LOCKED),
        Arguments.of("disabled", RejectionReason.ACCOUNT_LOCKED),
        Arguments.of("notyet", RejectionReason.ACCOUNT_EXPIRED),
        Arguments.of("ended", RejectionReason.ACCOUNT_EXPIRED),
        Arguments.of("unix", RejectionReason.ACCOUNT_EXPIRED),
        Arguments.of("reset", RejectionReason.MUST_CHANGE_PASSWORD));
  }

  /** No client can set when the last bind was, so the account is idle after two seconds. */
  @Test
  void idleAccountLooksLocked() {
    try (var authenticator = authenticator(false)) {
      yes(authenticator.authenticate("idle", "right"));
      for (int second = 0; second <= 2; second++) {
        Slapd.awaitLocks();
      }
      no(authenticator.authenticate("idle", "right"), RejectionReason.ACCOUNT_LOCKED);
    }
  }

  /** OpenLDAP shows the lock until the next bind, and does not forget the wrong passwords. */
  @Test
  void lockThatIsOverBrakesLikeAnyWrongPasswords() {
    var config =
        LdapAuthConfig.builder(
            LdapServer.url("ldap://" + hostAndPort()), UserLookup.search(BASE, "(uid={username})"));
    try (var careless = LdapAuthenticator.create(config.build());
        var authenticator = LdapAuthenticator.create(avoidingLockout(config).build())) {
      no(authenticator.authenticate("unlocked", "wrong"), RejectionReason.LOCKOUT_AVOIDED);
      no(authenticator.authenticate("unlocked", "right"), RejectionReason.LOCKOUT_AVOIDED);
      yes(careless.authenticate("unlocked", "right"));
      yes(authenticator.authenticate("unlocked", "right"));
    }
  }

  @Override
  LdapAuthConfigBuilder avoidingLockout(LdapAuthConfigBuilder config) {
    return config.avoidLockout("cn=policy,dc=example,dc=com");
  }

  @Override
  String hostAndPort() {
    return slapd.hostAndPort();
  }

  @Override
  void awaitLocks() {
    Slapd.awaitLocks();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.realserver.Ds389;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;

/** The stories of password policies on 389 Directory Server. */
class PasswordPolicyOn389Test extends PasswordPolicyStories {

  private static final String EXPIRES = "passwordExpirationTime: ";
  private static final String LATER = EXPIRES + fromNow(MAX_AGE);

  private static Ds389 server;

  @BeforeAll
  static void start() {
    server =
        Ds389.start(
            base()
                + person("alice", LATER)
                + person("careless", LATER)
                + person("braked", LATER)
                + person("disabled", LATER, "nsAccountLock: TRUE")
                + person(
                    "locked",
                    LATER,
                    "passwordRetryCount: 3",
                    "accountUnlockTime: " + fromNow(Duration.ofHours(1)))
                + person("old", EXPIRES + "20200101000000Z")
                + person("oldest", EXPIRES + "20200101000000Z", "passwordGraceUserTime: 2")
                + person("aging", EXPIRES + fromNow(Duration.ofHours(2)))
                + person("reset", EXPIRES + "19700101000000Z"),
            Map.of(
                "passwordLockout", "on",
                "passwordMaxFailure", "3",
                "passwordLockoutDuration", "3600",
                "passwordExp", "on",
                "passwordMaxAge", String.valueOf(MAX_AGE.toSeconds()),
                "passwordWarning", "86400",
                "passwordGraceLimit", "2",
                "passwordMustChange", "on"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  static List<Arguments> states() {
    return List.of(
        Arguments.of("locked", RejectionReason.ACCOUNT_LOCKED, RejectionReason.ACCOUNT_LOCKED),
        Arguments.of(
            "disabled", RejectionReason.ACCOUNT_DISABLED, RejectionReason.ACCOUNT_DISABLED),
        Arguments.of(
            "oldest", RejectionReason.PASSWORD_EXPIRED, RejectionReason.INVALID_CREDENTIALS),
        Arguments.of(
            "reset", RejectionReason.MUST_CHANGE_PASSWORD, RejectionReason.INVALID_CREDENTIALS));
  }

  static List<Arguments> shownStates() {
    return List.of(
        Arguments.of("locked", RejectionReason.ACCOUNT_LOCKED),
        Arguments.of("disabled", RejectionReason.ACCOUNT_DISABLED));
  }

  @Override
  LdapAuthConfigBuilder avoidingLockout(LdapAuthConfigBuilder config) {
    return config
        .serviceAccount(server.administratorDn(), server.administratorPassword())
        .avoidLockout("cn=config");
  }

  @Override
  String hostAndPort() {
    return server.hostAndPort();
  }
}

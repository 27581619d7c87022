// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.keptOut;
import static io.github.ldapauth.fixture.Results.letIn;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sign-ins under the password policy of a real server: three wrong passwords lock, an expired
 * password is accepted twice more, and warnings begin a day before.
 */
abstract class PasswordPolicyStories {

  static final String BASE = "dc=example,dc=com";
  static final Duration MAX_AGE = Duration.ofDays(90);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  abstract String hostAndPort();

  /** Waits until the server heeds the locks that it has set. Most servers do so at once. */
  void awaitLocks() {}

  static String base() {
    return "dn: " + BASE + "\nobjectClass: domain\ndc: example\n\n";
  }

  /** Returns the LDIF of a user with the password {@code right}. */
  static String person(String name, String... more) {
    return """
        dn: uid=%1$s,%2$s
        objectClass: inetOrgPerson
        uid: %1$s
        cn: %1$s
        sn: %1$s
        userPassword: right
        %3$s

        """
        .formatted(name, BASE, String.join("\n", more));
  }

  static String fromNow(Duration time) {
    return TIME.format(Instant.now().plus(time));
  }

  LdapAuthenticator<LdapUser> authenticator(boolean asPerson) {
    LdapServer server =
        LdapServer.url("ldap://" + hostAndPort())
            .maxConnections(1)
            .responseTimeout(Duration.ofSeconds(5));
    var config = LdapAuthConfig.builder(server, UserLookup.search(BASE, "(uid={username})"));
    return LdapAuthenticator.create((asPerson ? config.readAsUser() : config).build());
  }

  @ParameterizedTest(name = "{0}: {1}, with a wrong password {2}")
  @MethodSource("states")
  void eachStateOfAnAccountHasAReason(
      String username, RejectionReason right, RejectionReason wrong) {
    try (var authenticator = authenticator(false)) {
      no(authenticator.authenticate(username, "right"), right);
      no(authenticator.authenticate(username, "wrong"), wrong);
    }
  }

  @ParameterizedTest
  @MethodSource("shownStates")
  void entryKeepsUsersOutWithoutAPassword(String username, RejectionReason reason) {
    try (var authenticator = authenticator(false)) {
      keptOut(authenticator, username, reason);
      letIn(authenticator, "alice");
    }
  }

  @Test
  void wrongPasswordsLock() {
    try (var authenticator = authenticator(false)) {
      for (int i = 0; i < 3; i++) {
        no(authenticator.authenticate("careless", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      awaitLocks();
      no(authenticator.authenticate("careless", "right"), RejectionReason.ACCOUNT_LOCKED);
      no(authenticator.authenticate("careless", "wrong"), RejectionReason.ACCOUNT_LOCKED);
    }
  }

  /** Returns a configuration that knows the password policy. */
  abstract LdapAuthConfigBuilder avoidingLockout(LdapAuthConfigBuilder config);

  @Test
  void bindThatWouldLockTheAccountIsNotSent() {
    var config =
        LdapAuthConfig.builder(
            LdapServer.url("ldap://" + hostAndPort()), UserLookup.search(BASE, "(uid={username})"));
    try (var authenticator = LdapAuthenticator.create(avoidingLockout(config).build());
        var careless = authenticator(false)) {
      for (int i = 0; i < 2; i++) {
        no(authenticator.authenticate("braked", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      for (String password : List.of("wrong", "right")) {
        var rejected =
            no(authenticator.authenticate("braked", password), RejectionReason.LOCKOUT_AVOIDED);
        assertThat(rejected.status().password()).isEqualTo(PasswordProof.UNKNOWN);
        assertThat(rejected.detail()).contains("uid=braked," + BASE, "the limit is 3");
      }
      yes(careless.authenticate("braked", "right"));
      yes(authenticator.authenticate("braked", "right"));
      no(authenticator.authenticate("locked", "right"), RejectionReason.ACCOUNT_LOCKED);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void graceLoginWarnsHowManyAreLeft() {
    try (var authenticator = authenticator(true)) {
      var first = yes(authenticator.authenticate("old", "right"));
      assertThat(first.status().graceLoginsLeft()).hasValue(1);
      assertThat(first.status().password()).isEqualTo(PasswordProof.RIGHT);
      assertThat(first.ldapUser().attributes().first("sn")).contains("old");
      assertThat(yes(authenticator.authenticate("old", "right")).status().graceLoginsLeft())
          .hasValue(0);
      no(authenticator.authenticate("old", "right"), RejectionReason.PASSWORD_EXPIRED);
    }
  }

  @Test
  void passwordThatExpiresSoonWarns() {
    try (var authenticator = authenticator(false)) {
      assertThat(yes(authenticator.authenticate("alice", "right")).status().warning()).isEmpty();
      assertThat(yes(authenticator.authenticate("aging", "right")).status().passwordExpiresIn())
          .hasValueSatisfying(
              time -> assertThat(time).isBetween(Duration.ofHours(1), Duration.ofDays(1)));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "locked, account locked",
    "reset, must change password",
    "oldest, password expired",
    "aging, password expires in"
  })
  void stateOfTheServiceAccountIsAProblem(String username, String state) {
    var config =
        LdapAuthConfig.builder(
                LdapServer.url("ldap://" + hostAndPort()),
                UserLookup.search(BASE, "(uid={username})"))
            .serviceAccount("uid=" + username + "," + BASE, "right")
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("serviceAccount: ")
          .contains(state);
    }
  }

  @Test
  void passwordToChangeDoesNotAffectOtherUsers() {
    try (var authenticator = authenticator(true)) {
      no(authenticator.authenticate("reset", "right"), RejectionReason.MUST_CHANGE_PASSWORD);
      assertThat(
              yes(authenticator.authenticate("alice", "right")).ldapUser().attributes().first("sn"))
          .contains("alice");
    }
  }
}

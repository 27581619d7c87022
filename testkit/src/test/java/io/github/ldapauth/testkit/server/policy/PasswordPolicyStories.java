// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static io.github.ldapauth.testkit.Conversation.signIn;
import static io.github.ldapauth.testkit.Conversation.signInPlainly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.PasswordPolicy;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What servers with a password policy have in common, each in its own words. */
abstract class PasswordPolicyStories {

  static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
  static final String BASE = "dc=example,dc=com";

  private final ServerKind kind;

  PasswordPolicyStories(ServerKind kind) {
    this.kind = kind;
  }

  final TestDirectory directory(UnaryOperator<PasswordPolicy> policy) {
    return directory(AccountState.ACTIVE, policy);
  }

  final TestDirectory directory(AccountState state, UnaryOperator<PasswordPolicy> policy) {
    return builder(policy).user("alice", user -> user.password("wonderland").state(state)).start();
  }

  final TestDirectoryBuilder builder(UnaryOperator<PasswordPolicy> policy) {
    return TestDirectory.builder().like(kind).passwordPolicy(policy);
  }

  /** Returns the result code, and what this server adds where there is nothing to say. */
  abstract String plain(int resultCode);

  /** Returns how an account is refused that is locked for a while. */
  abstract String locked();

  /** Returns the same for clients that do not ask for the response control. */
  abstract String lockedPlainly();

  /** Returns how an account is refused that is locked until somebody unlocks it. */
  abstract String lockedForGood();

  /** Returns how the right password is refused that has expired. */
  abstract String expired();

  /** Returns the same for clients that do not ask for the response control. */
  abstract String expiredPlainly();

  /** Returns what this server adds, unasked, to a grace login. */
  abstract String addedToGrace();

  @Test
  void threeWrongPasswordsLockAndTheThirdDoesNotSaySoYet() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.lockAfter(3).lockFor(Duration.ofHours(1)))) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        assertThat(signIn(directory, "alice", "wrong")).isEqualTo(plain(49));
      }
      assertThat(signIn(directory, "alice", "wrong")).isEqualTo(locked());
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(locked());
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo(lockedPlainly());
    }
  }

  @Test
  void theRightPasswordForgetsTheWrongOnes() throws Exception {
    try (TestDirectory directory = directory(policy -> policy.lockAfter(2))) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        assertThat(signIn(directory, "alice", "wrong")).isEqualTo(plain(49));
        assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(plain(0));
      }
    }
  }

  @Test
  void aLockEndsByTheClockOfTheDirectory() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.lockAfter(1).lockFor(Duration.ofMinutes(5)))) {
      signIn(directory, "alice", "wrong");
      directory.advanceClock(Duration.ofMinutes(4));
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(locked());
      directory.advanceClock(Duration.ofMinutes(2));
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(plain(0));
    }
  }

  @Test
  void aLockWithoutATimeLastsUntilTheAccountIsActiveAgain() throws Exception {
    try (TestDirectory directory = directory(policy -> policy.lockAfter(1))) {
      signIn(directory, "alice", "wrong");
      directory.advanceClock(Duration.ofDays(10_000));
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(lockedForGood());
      directory.user("alice").state(AccountState.ACTIVE);
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(plain(0));
    }
  }

  @Test
  void resetUnlocksAndTurnsTheClockBack() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.lockAfter(1).maxAge(Duration.ofDays(1)))) {
      signIn(directory, "alice", "wrong");
      directory.advanceClock(Duration.ofDays(2));
      directory.reset();
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(plain(0));
    }
  }

  @Test
  void anExpiredPasswordIsReportedToWhoKnowsIt() throws Exception {
    try (TestDirectory directory =
        directory(AccountState.PASSWORD_EXPIRED, policy -> policy.maxAge(Duration.ofDays(90)))) {
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo(expiredPlainly());
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(expired());
      assertThat(signIn(directory, "alice", "wrong")).isEqualTo(plain(49));
    }
  }

  @Test
  void aPasswordExpiresByTheClockOfTheDirectory() throws Exception {
    try (TestDirectory directory = directory(policy -> policy.maxAge(Duration.ofDays(90)))) {
      directory.advanceClock(Duration.ofDays(89));
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(plain(0));
      directory.advanceClock(Duration.ofDays(2));
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(expired());
      directory.user("alice").password("new");
      assertThat(signIn(directory, "alice", "new")).isEqualTo(plain(0));
    }
  }

  @Test
  void anExpiredPasswordNeedsAPolicyUnderWhichPasswordsExpire() {
    assertThatThrownBy(() -> directory(AccountState.PASSWORD_EXPIRED, policy -> policy))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("maxAge");
  }

  @Test
  void graceLoginsAreCountedDown() throws Exception {
    try (TestDirectory directory =
        directory(
            AccountState.PASSWORD_EXPIRED,
            policy -> policy.maxAge(Duration.ofDays(90)).graceLogins(3))) {
      assertThat(signIn(directory, "alice", "wonderland"))
          .isEqualTo("0 {grace logins remaining 2}" + addedToGrace());
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo("0" + addedToGrace());
      assertThat(signIn(directory, "alice", "wonderland"))
          .isEqualTo("0 {grace logins remaining 0}" + addedToGrace());
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo(expired());
    }
  }
}

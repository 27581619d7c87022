// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.LdapAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rule by which a directory locks accounts after wrong passwords, as an entry of the directory
 * states it.
 *
 * @param limit how many wrong passwords lock an account; 0 for any number
 * @param window how long a wrong password counts; zero for until a right one
 * @param lock how long an account stays locked although its entry shows the lock for longer; zero
 *     for until the entry shows none
 */
public record LockoutPolicy(long limit, Duration window, Duration lock) {

  /** The attributes of an entry that states the rule. */
  public static final List<String> ATTRIBUTES =
      List.of(
          // of a domain of Active Directory, and of its fine-grained policies
          "lockoutThreshold",
          "lockOutObservationWindow",
          "msDS-LockoutThreshold",
          "msDS-LockoutObservationWindow",
          // of the draft of password policies
          "pwdLockout",
          "pwdMaxFailure",
          "pwdFailureCountInterval",
          "pwdLockoutDuration",
          "pwdAttribute",
          // of 389 Directory Server
          "passwordLockout",
          "passwordMaxFailure");

  /** The attributes that state the number of wrong passwords. */
  private static final List<String> LIMITS =
      List.of("lockoutThreshold", "msDS-LockoutThreshold", "pwdMaxFailure", "passwordMaxFailure");

  /** The attributes of a user's entry that count wrong passwords, or name another rule. */
  public static final List<String> OF_USER =
      List.of(
          "badPwdCount",
          "badPasswordTime",
          "msDS-ResultantPSO",
          "pwdFailureTime",
          "pwdPolicySubentry",
          "passwordRetryCount",
          "retryCountResetTime");

  private static final long STEPS_PER_MILLI = 10_000;

  /**
   * Reads the rule; empty if the entry states none.
   *
   * @param malformed gets a message about a malformed value, which is like an absent one
   */
  public static Optional<LockoutPolicy> of(LdapAttributes entry, Consumer<String> malformed) {
    AccountValues values = new AccountValues(entry, Instant.EPOCH, any -> false, malformed);
    return values
        .number("lockoutThreshold")
        .or(() -> values.number("msDS-LockoutThreshold"))
        .map(limit -> new LockoutPolicy(limit, windowOfActiveDirectory(values), Duration.ZERO))
        .or(
            () ->
                values
                    .number("pwdMaxFailure")
                    .or(() -> values.number("passwordMaxFailure"))
                    .map(
                        limit ->
                            new LockoutPolicy(
                                locks(values) ? limit : 0,
                                seconds("pwdFailureCountInterval", values),
                                seconds("pwdLockoutDuration", values))));
  }

  /**
   * Returns the rule of an entry that shows a policy of the draft without a number of wrong
   * passwords: they lock no account. Empty if the entry shows no such policy. In 389 Directory
   * Server, a policy without a number has one by default.
   */
  public static Optional<LockoutPolicy> withoutLimit(LdapAttributes entry) {
    return LIMITS.stream().allMatch(name -> entry.all(name).isEmpty())
            && !entry.all("pwdAttribute").isEmpty()
        ? Optional.of(new LockoutPolicy(0, Duration.ZERO, Duration.ZERO))
        : Optional.empty();
  }

  /** 389 Directory Server knows the names of the draft too, with values of its own. */
  private static boolean locks(AccountValues values) {
    return Stream.of("pwdLockout", "passwordLockout")
        .anyMatch(name -> values.isTrue(name) || values.holds(name, "on"));
  }

  /** A negative number of 100 nanoseconds. */
  private static Duration windowOfActiveDirectory(AccountValues values) {
    long steps =
        values
            .number("lockOutObservationWindow")
            .or(() -> values.number("msDS-LockoutObservationWindow"))
            .orElse(0L);
    return Duration.ofMillis(Math.abs(steps / STEPS_PER_MILLI));
  }

  private static Duration seconds(String name, AccountValues values) {
    return Duration.ofSeconds(Math.max(0, values.number(name).orElse(0L)));
  }

  /** Returns the DN of the rule that the entry of a user names in place of the common one. */
  public static Optional<String> nameOf(LdapAttributes user) {
    return user.first("msDS-ResultantPSO").or(() -> user.first("pwdPolicySubentry"));
  }

  /**
   * Returns whether one more wrong password locks the account of this user.
   *
   * @param malformed gets a message about a malformed value, which is like an absent one
   */
  public boolean isNearlyReachedBy(LdapAttributes user, Instant now, Consumer<String> malformed) {
    AccountValues values = new AccountValues(user, now, any -> false, malformed);
    return limit > 0 && failures(values) + 1 >= limit;
  }

  /**
   * Returns whether a lock that the entry of a user shows is over. OpenLDAP removes it at the next
   * bind only. After that, the wrong passwords from before the lock count again.
   *
   * @param malformed gets a message about a malformed value, which is like an absent one
   */
  public boolean isLockOver(LdapAttributes user, Instant now, Consumer<String> malformed) {
    AccountValues values = new AccountValues(user, now, any -> false, malformed);
    return !lock.isZero()
        && values.lockedForATimeSince().filter(since -> values.isOver(since, lock)).isPresent();
  }

  private long failures(AccountValues values) {
    long inActiveDirectory =
        values.fileTime("badPasswordTime").filter(last -> isForgotten(last, values)).isPresent()
            ? 0
            : values.number("badPwdCount").orElse(0L);
    long byDraft =
        values.times("pwdFailureTime").stream().filter(at -> !isForgotten(at, values)).count();
    long in389 =
        values.time("retryCountResetTime").filter(values::isOver).isPresent()
            ? 0
            : values.number("passwordRetryCount").orElse(0L);
    return Math.max(inActiveDirectory, Math.max(byDraft, in389));
  }

  private boolean isForgotten(Instant failure, AccountValues values) {
    return !window.isZero() && values.isOver(failure, window);
  }
}

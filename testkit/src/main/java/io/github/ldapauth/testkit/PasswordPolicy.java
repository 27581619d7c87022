// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * Says when a directory locks accounts and lets passwords expire. Immutable; every method returns a
 * changed copy. What a client learns of it depends on the {@link ServerKind}.
 */
public final class PasswordPolicy {

  private static final int USUAL_FAILURES = 3;

  /** Locks nobody, and lets no password expire. */
  static final PasswordPolicy NONE =
      new PasswordPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

  private final int failures;
  private final Duration lockTime;
  private final Duration maxAge;
  private final Duration warning;
  private final int graceLogins;

  private PasswordPolicy(
      int failures, Duration lockTime, Duration maxAge, Duration warning, int graceLogins) {
    this.failures = failures;
    this.lockTime = lockTime;
    this.maxAge = maxAge;
    this.warning = warning;
    this.graceLogins = graceLogins;
  }

  /** Locks an account after this many wrong passwords in a row. Default: never. */
  public PasswordPolicy lockAfter(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("lockAfter(" + failures + "): must be at least 1");
    }
    return new PasswordPolicy(failures, lockTime, maxAge, warning, graceLogins);
  }

  /** Ends a lock after this long. Default: it lasts until the account is set to active again. */
  public PasswordPolicy lockFor(Duration duration) {
    return new PasswordPolicy(
        failures, positive("lockFor", duration), maxAge, warning, graceLogins);
  }

  /** Lets a password expire this long after it was set. Default: never. */
  public PasswordPolicy maxAge(Duration age) {
    return new PasswordPolicy(failures, lockTime, positive("maxAge", age), warning, graceLogins);
  }

  /** Warns this long before a password expires. Default: not at all. */
  public PasswordPolicy warnBefore(Duration duration) {
    return new PasswordPolicy(
        failures, lockTime, maxAge, positive("warnBefore", duration), graceLogins);
  }

  /** Accepts an expired password this many times. Default: 0. */
  public PasswordPolicy graceLogins(int logins) {
    if (logins < 0) {
      throw new IllegalArgumentException("graceLogins(" + logins + "): must be at least 0");
    }
    return new PasswordPolicy(failures, lockTime, maxAge, warning, logins);
  }

  private static Duration positive(String method, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(method + "(" + duration + "): must be positive");
    }
    return duration;
  }

  /** Returns how many wrong passwords mark a locked account, even if they lock none. */
  int failuresToLock() {
    return failures > 0 ? failures : USUAL_FAILURES;
  }

  /** Returns whether this many wrong passwords in a row lock an account. */
  boolean locksAfter(int wrongPasswords) {
    return failures > 0 && wrongPasswords >= failures;
  }

  /** Returns how long a lock lasts; empty if for ever. */
  Optional<Duration> lockTime() {
    return given(lockTime);
  }

  Optional<Duration> maxAge() {
    return given(maxAge);
  }

  /** Returns the most an age can be, for an account whose password is to be too old. */
  Duration requiredMaxAge() {
    return maxAge()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    AccountState.PASSWORD_EXPIRED
                        + " needs a password policy under which passwords expire:"
                        + " passwordPolicy(policy -> policy.maxAge(...)) on the builder"));
  }

  Optional<Duration> warning() {
    return given(warning);
  }

  int graceLogins() {
    return graceLogins;
  }

  private static Optional<Duration> given(Duration duration) {
    return duration.isZero() ? Optional.empty() : Optional.of(duration);
  }
}

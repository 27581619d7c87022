// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rules by which a directory locks accounts, lets passwords expire and refuses new passwords.
 * Immutable; every method returns a changed copy. The {@link ServerKind} decides how it answers
 * clients.
 */
public final class PasswordPolicy {

  /** Never locks an account, never lets a password expire, and takes any new password. */
  static final PasswordPolicy NONE = new PasswordPolicy();

  // Only a copy is changed, before it is returned.
  private int failures;
  private Optional<Duration> lockTime = Optional.empty();
  private Optional<Duration> maxAge = Optional.empty();
  private Optional<Duration> warning = Optional.empty();
  private int graceLogins;
  private int minLength;
  private int history;

  private PasswordPolicy() {}

  private PasswordPolicy with(Consumer<PasswordPolicy> change) {
    PasswordPolicy copy = new PasswordPolicy();
    copy.failures = failures;
    copy.lockTime = lockTime;
    copy.maxAge = maxAge;
    copy.warning = warning;
    copy.graceLogins = graceLogins;
    copy.minLength = minLength;
    copy.history = history;
    change.accept(copy);
    return copy;
  }

  PolicyRules rules() {
    return new PolicyRules(failures, lockTime, maxAge, warning, graceLogins, minLength, history);
  }

  /** Locks an account after this many wrong passwords in a row. Default: never. */
  public PasswordPolicy lockAfter(int failures) {
    requireAtLeast(1, "lockAfter", failures);
    return with(copy -> copy.failures = failures);
  }

  /** Ends a lock after this long. Default: it lasts until the account is set to active again. */
  public PasswordPolicy lockFor(Duration duration) {
    requirePositive("lockFor", duration);
    return with(copy -> copy.lockTime = Optional.of(duration));
  }

  /** Lets a password expire this long after it was set. Default: never. */
  public PasswordPolicy maxAge(Duration age) {
    requirePositive("maxAge", age);
    return with(copy -> copy.maxAge = Optional.of(age));
  }

  /** Warns this long before a password expires. Default: never. */
  public PasswordPolicy warnBefore(Duration duration) {
    requirePositive("warnBefore", duration);
    return with(copy -> copy.warning = Optional.of(duration));
  }

  /** Accepts an expired password this many times. Default: 0. */
  public PasswordPolicy graceLogins(int logins) {
    requireAtLeast(0, "graceLogins", logins);
    return with(copy -> copy.graceLogins = logins);
  }

  /**
   * Refuses new passwords with fewer characters if a client sets them. Default: any length but 0.
   */
  public PasswordPolicy minLength(int characters) {
    requireAtLeast(1, "minLength", characters);
    return with(copy -> copy.minLength = characters);
  }

  /**
   * Refuses the current password as a new one, and this many before it; one less like {@link
   * ServerKind#ACTIVE_DIRECTORY} and {@link ServerKind#FREE_IPA}, which count the current one.
   * Default: users may have the same password again.
   */
  public PasswordPolicy history(int passwords) {
    requireAtLeast(1, "history", passwords);
    return with(copy -> copy.history = passwords);
  }

  private static void requireAtLeast(int least, String method, int value) {
    if (value < least) {
      throw new IllegalArgumentException(method + "(" + value + "): must be at least " + least);
    }
  }

  private static void requirePositive(String method, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(method + "(" + duration + "): must be positive");
    }
  }
}

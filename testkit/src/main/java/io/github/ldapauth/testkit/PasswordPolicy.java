// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.util.Optional;

/**
 * The rules by which a directory locks accounts and lets passwords expire. Immutable; every method
 * returns a changed copy. The {@link ServerKind} decides how it answers clients.
 */
public final class PasswordPolicy {

  /** Never locks an account, and never lets a password expire. */
  static final PasswordPolicy NONE =
      new PasswordPolicy(0, Optional.empty(), Optional.empty(), Optional.empty(), 0);

  private final PolicyRules rules;

  private PasswordPolicy(
      int failures,
      Optional<Duration> lockTime,
      Optional<Duration> maxAge,
      Optional<Duration> warning,
      int graceLogins) {
    rules = new PolicyRules(failures, lockTime, maxAge, warning, graceLogins);
  }

  PolicyRules rules() {
    return rules;
  }

  /** Locks an account after this many wrong passwords in a row. Default: never. */
  public PasswordPolicy lockAfter(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("lockAfter(" + failures + "): must be at least 1");
    }
    return new PasswordPolicy(
        failures, rules.lockTime(), rules.maxAge(), rules.warning(), rules.graceLogins());
  }

  /** Ends a lock after this long. Default: it lasts until the account is set to active again. */
  public PasswordPolicy lockFor(Duration duration) {
    return new PasswordPolicy(
        rules.failures(),
        positive("lockFor", duration),
        rules.maxAge(),
        rules.warning(),
        rules.graceLogins());
  }

  /** Lets a password expire this long after it was set. Default: never. */
  public PasswordPolicy maxAge(Duration age) {
    return new PasswordPolicy(
        rules.failures(),
        rules.lockTime(),
        positive("maxAge", age),
        rules.warning(),
        rules.graceLogins());
  }

  /** Warns this long before a password expires. Default: never. */
  public PasswordPolicy warnBefore(Duration duration) {
    return new PasswordPolicy(
        rules.failures(),
        rules.lockTime(),
        rules.maxAge(),
        positive("warnBefore", duration),
        rules.graceLogins());
  }

  /** Accepts an expired password this many times. Default: 0. */
  public PasswordPolicy graceLogins(int logins) {
    if (logins < 0) {
      throw new IllegalArgumentException("graceLogins(" + logins + "): must be at least 0");
    }
    return new PasswordPolicy(
        rules.failures(), rules.lockTime(), rules.maxAge(), rules.warning(), logins);
  }

  private static Optional<Duration> positive(String method, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(method + "(" + duration + "): must be positive");
    }
    return Optional.of(duration);
  }
}

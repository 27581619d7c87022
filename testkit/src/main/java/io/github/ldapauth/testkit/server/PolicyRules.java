// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import java.time.Duration;
import java.util.Optional;

/**
 * When accounts are locked, passwords expire and new passwords are refused.
 *
 * @param failures how many wrong passwords in a row lock an account; 0 for any number
 * @param lockTime how long a lock lasts; empty for ever
 * @param maxAge how long a password is valid; empty for ever
 * @param warning how long before a password expires to warn; empty for no warning
 * @param graceLogins how many times an expired password is accepted
 * @param minLength how many characters a new password must have; 0 for any number
 * @param history how many passwords may not be used again; 0 if all may
 */
public record PolicyRules(
    int failures,
    Optional<Duration> lockTime,
    Optional<Duration> maxAge,
    Optional<Duration> warning,
    int graceLogins,
    int minLength,
    int history) {

  /** Locks no account, and takes any password. */
  public static final PolicyRules NONE =
      new PolicyRules(0, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0);

  private static final int USUAL_FAILURES = 3;

  /** Returns how many wrong passwords mark a locked account, even if they lock none. */
  public int failuresToLock() {
    return failures > 0 ? failures : USUAL_FAILURES;
  }

  /** Returns whether this many wrong passwords in a row lock an account. */
  public boolean locksAfter(int wrongPasswords) {
    return failures > 0 && wrongPasswords >= failures;
  }

  /** Returns the highest age of a password, for an account whose password is to be too old. */
  public Duration requiredMaxAge() {
    return maxAge.orElseThrow(
        () ->
            new IllegalStateException(
                "PASSWORD_EXPIRED needs passwords that expire: call"
                    + " passwordPolicy(policy -> policy.maxAge(...)) on the builder"));
  }
}

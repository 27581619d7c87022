// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refused bind of the service account, and how long the next one waits.
 *
 * <p>Directories lock an account after a few wrong passwords, usually within half an hour. A wrong
 * password therefore pauses binds for 5 minutes, then for twice as long each time, up to one hour.
 * Any other refusal pauses them for 1 second, up to 30.
 *
 * @param passwordHash the hash of the password that was sent
 * @param isWrongPassword whether the server answered that the password is wrong
 * @param pause how long the next bind waits
 * @param since when the server refused, in nanoseconds
 */
record ServiceRefusal(
    String message,
    ResultCode code,
    String passwordHash,
    boolean isWrongPassword,
    Duration pause,
    long since) {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE_OF_WRONG = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE_OF_WRONG = Duration.ofHours(1);

  /** Constructs the first refusal of its kind. */
  ServiceRefusal(
      String message, ResultCode code, String passwordHash, boolean isWrongPassword, long since) {
    this(
        message,
        code,
        passwordHash,
        isWrongPassword,
        isWrongPassword ? FIRST_PAUSE_OF_WRONG : FIRST_PAUSE,
        since);
  }

  /** Returns this refusal with twice the pause of the last one if both are of the same kind. */
  ServiceRefusal after(@Nullable ServiceRefusal last) {
    if (last == null || last.isWrongPassword != isWrongPassword || !last.code.equals(code)) {
      return this;
    }
    Duration longest = isWrongPassword ? LONGEST_PAUSE_OF_WRONG : LONGEST_PAUSE;
    Duration twice = last.pause.multipliedBy(2);
    return new ServiceRefusal(
        message,
        code,
        passwordHash,
        isWrongPassword,
        twice.compareTo(longest) < 0 ? twice : longest,
        since);
  }

  boolean isOf(String hash) {
    return passwordHash.equals(hash);
  }

  /** Returns how long the next bind still waits; zero or less if it may be sent. */
  Duration pauseLeft(long now) {
    return pause.minusNanos(now - since);
  }

  /** Returns how long the next bind still waits, in words, rounded up. */
  String pauseInWords(long now) {
    return LogText.of(pauseLeft(now));
  }

  boolean isOver(long now) {
    return pauseLeft(now).compareTo(Duration.ZERO) <= 0;
  }
}

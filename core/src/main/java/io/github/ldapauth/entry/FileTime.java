// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.time.Instant;

/** The time format of Active Directory: steps of 100 nanoseconds since 1601-01-01T00:00:00Z. */
final class FileTime {

  private static final Instant BEGINNING = Instant.parse("1601-01-01T00:00:00Z");
  private static final long PER_SECOND = 10_000_000;
  private static final long NANOSECONDS = 100;

  private FileTime() {}

  /** Returns whether this is a time. 0 and the greatest number mean never. */
  static boolean isSet(long steps) {
    return steps != 0 && steps != Long.MAX_VALUE;
  }

  /**
   * Returns the time.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  static Instant instant(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("negative");
    }
    return BEGINNING.plusSeconds(steps / PER_SECOND).plusNanos(steps % PER_SECOND * NANOSECONDS);
  }
}

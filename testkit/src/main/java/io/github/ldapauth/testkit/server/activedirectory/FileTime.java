// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import java.time.Instant;

/** The times of Active Directory: tenths of microseconds since 1601. */
final class FileTime {

  private static final long TICKS_PER_SECOND = 10_000_000;
  private static final int NANOS_PER_TICK = 100;
  private static final long EPOCH = Instant.parse("1601-01-01T00:00:00Z").getEpochSecond();

  private FileTime() {}

  static String of(Instant instant) {
    long seconds = instant.getEpochSecond() - EPOCH;
    return String.valueOf(seconds * TICKS_PER_SECOND + instant.getNano() / NANOS_PER_TICK);
  }

  static Instant instant(long fileTime) {
    return Instant.ofEpochSecond(
        EPOCH + fileTime / TICKS_PER_SECOND, fileTime % TICKS_PER_SECOND * NANOS_PER_TICK);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;

/** The time by which a session must end, and the requests that it sent until then. */
final class Deadline {

  private static final int TIMEOUT = 85;

  private final Duration limit;
  private final long end;
  private final Trace trace = new Trace();

  private Deadline(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  /** Returns how many milliseconds a request may take: the time left, but at most {@code most}. */
  long millisFor(Stage stage, Duration most) {
    long left = millisLeft();
    if (left <= 0) {
      throw new LdapDirectoryException(
          stage, "", TIMEOUT, "the time limit of " + limit.toMillis() + " ms is used up", null);
    }
    return Math.min(left, most.toMillis());
  }

  /** Returns the requests of the session. */
  Trace trace() {
    return trace;
  }

  boolean hasPassed() {
    return millisLeft() <= 0;
  }

  private long millisLeft() {
    return Duration.ofNanos(end - System.nanoTime()).toMillis();
  }
}

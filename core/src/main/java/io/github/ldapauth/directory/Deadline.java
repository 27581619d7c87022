// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which a session must end, and the requests that it sent until then. */
final class Deadline {

  /** No limit but the deadline itself. */
  static final Duration LONGEST = Duration.ofDays(1);

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
    return Math.min(required(stage), most.toMillis());
  }

  /**
   * Returns how many milliseconds one of several servers may take to connect, if the others follow:
   * at most {@code most}, and so little that time is left for the others and for the requests.
   *
   * @param servers the number of servers that are still to be tried, with this one
   */
  long millisForOneOf(int servers, Duration most) {
    long left = required(Stage.CONNECT);
    return Math.min(servers > 1 ? Math.max(1, left / (servers + 1)) : left, most.toMillis());
  }

  /**
   * Returns whether a time-out says something about the server: it had at least half of the time
   * that it gets at the beginning of a session.
   *
   * @param millis how long the server had
   * @param servers among how many servers the time was shared
   */
  boolean isFair(long millis, int servers, Duration most) {
    long share = servers > 1 ? limit.toMillis() / (servers + 1) : limit.toMillis();
    return millis * 2 >= Math.min(share, most.toMillis());
  }

  private long required(Stage stage) {
    long left = millisLeft();
    if (left <= 0) {
      throw new LdapDirectoryException(
          stage, "", TIMEOUT, "the time limit of " + limit.toMillis() + " ms is used up", null);
    }
    return left;
  }

  /** Returns the requests of the session. */
  Trace trace() {
    return trace;
  }

  boolean hasPassed() {
    return millisLeft() <= 0;
  }

  private long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
  }
}

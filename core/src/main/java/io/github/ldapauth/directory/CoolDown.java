// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a server is left alone, as it failed. All pools of an authenticator share this. When the
 * time is over, one thread at a time tries the server again.
 */
final class CoolDown {

  /** The kinds of requests, as bits: none, as there was no connection. */
  static final int NONE = 0;

  /** Searches and binds of the service account. */
  static final int SERVICE = 1;

  /** Binds of users. */
  static final int USER = 2;

  private final Clock clock;
  private final Duration length;

  /** When the next thread may try. */
  private volatile long until;

  private volatile boolean isDown;
  private boolean isTrying;
  private volatile long downSince;
  private volatile String reason = "";
  private volatile int cause;

  /** The kinds of requests that failed, and did not succeed since. */
  private volatile int doubts;

  CoolDown(Clock clock, Duration length) {
    this.clock = clock;
    this.length = length;
  }

  boolean isWell() {
    return !isDown;
  }

  /** Returns whether the time is not over yet. */
  boolean isRunning() {
    return isDown && clock.nanos() - until < 0;
  }

  /** Returns why the server is left alone, or was last. */
  String reason() {
    return reason;
  }

  /** Returns since when the server is left alone, by the monotonic clock. */
  long downSince() {
    return downSince;
  }

  /** Returns the cool-down while it lasts. */
  Optional<Health.Pause> pause() {
    long now = clock.nanos();
    long end = until;
    if (!isDown || now - end >= 0) {
      return Optional.empty();
    }
    Instant time = Instant.ofEpochMilli(clock.now().millis());
    return Optional.of(
        new Health.Pause(
            time.minusNanos(now - downSince), time.plusNanos(end - now), LogText.whole(reason)));
  }

  /**
   * Returns whether the time is over and the caller is the one that tries the server now. It must
   * report {@link #works}, {@link #failed} or {@link #endTrial}; until then, and otherwise for one
   * more cool-down, the others leave the server alone.
   */
  boolean takesTrial() {
    return isDown && clock.nanos() - until >= 0 && beginTrial();
  }

  private synchronized boolean beginTrial() {
    long now = clock.nanos();
    if (!isDown || now - until < 0) {
      return false;
    }
    until = now + length.toNanos();
    isTrying = true;
    return true;
  }

  /** Has the next thread try the server, if a trial ended without an outcome. */
  synchronized void endTrial() {
    if (isTrying) {
      isTrying = false;
      until = clock.nanos();
    }
  }

  /**
   * Begins a cool-down, or a new one after a failed trial.
   *
   * @param kind the kind of request that failed
   * @return whether the server was well
   */
  synchronized boolean failed(int kind, String why) {
    boolean wasWell = !isDown;
    cause = kind;
    reason = why;
    until = clock.nanos() + length.toNanos();
    isTrying = false;
    if (wasWell) {
      downSince = clock.nanos();
      isDown = true;
    }
    return wasWell;
  }

  /**
   * Has the next thread try the server before others use it. The cause may have been a user's
   * request, which must not be able to stop the use of a server. If the same kind of request fails
   * after a successful trial, a cool-down begins.
   *
   * @return whether it begins now
   */
  synchronized boolean doubted(int kind, String why) {
    isTrying = false;
    if (isDown) {
      return false;
    }
    boolean isAgain = (doubts & kind) != 0;
    doubts |= kind;
    failed(kind, why);
    if (!isAgain) {
      until = clock.nanos();
    }
    return isAgain;
  }

  /**
   * Notes that the server answered a request of a kind.
   *
   * @return whether it failed at such requests before, and works again
   */
  boolean answered(int kind) {
    if ((doubts & kind) != 0) {
      endDoubt(kind);
    }
    return isDown && (cause & ~kind) == 0 && works();
  }

  private synchronized void endDoubt(int kind) {
    doubts &= ~kind;
  }

  /** Ends the cool-down; returns whether there was one. */
  synchronized boolean works() {
    boolean wasDown = isDown;
    isDown = false;
    isTrying = false;
    return wasDown;
  }
}

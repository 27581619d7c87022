// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A delay of rejections until a least time, so that their time does not tell an unknown user name
 * from a wrong password. The calling thread waits, without a connection. Accepted sign-ins and
 * failures do not wait.
 *
 * @param least zero for no delay
 */
record RejectionDelay(Duration least) {

  /** The random part is at most the least time divided by this. */
  private static final int JITTER = 10;

  /** The reasons that depend on what was typed, and on no user. */
  private static final Set<RejectionReason> OF_INPUT =
      Set.of(RejectionReason.INVALID_USERNAME, RejectionReason.INVALID_PASSWORD);

  /**
   * Waits until the least time has passed, and a random part of it. Returns early if the thread is
   * interrupted.
   *
   * @param start when the sign-in began, by {@link System#nanoTime}
   */
  void await(long start, RejectionReason reason) {
    if (least.isZero() || OF_INPUT.contains(reason)) {
      return;
    }
    long nanos = least.toNanos();
    long until = nanos + ThreadLocalRandom.current().nextLong(nanos / JITTER + 1);
    try {
      TimeUnit.NANOSECONDS.sleep(until - (System.nanoTime() - start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

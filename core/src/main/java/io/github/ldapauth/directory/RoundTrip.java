// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of a round trip to a directory: the shortest of the last requests. Their average would
 * also measure slow searches, costly password hashes and a busy machine.
 */
final class RoundTrip {

  /** What a second thread costs is small beside this. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The number of requests of which the shortest counts, until as many more were measured. */
  private static final int WINDOW = 32;

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final AtomicInteger measured = new AtomicInteger();
  private final AtomicLong shortest = new AtomicLong(UNKNOWN);
  private volatile long shortestBefore = UNKNOWN;

  /** Records that a request took so long. */
  void took(long nanos) {
    shortest.accumulateAndGet(nanos, Math::min);
    if (measured.incrementAndGet() % WINDOW == 0) {
      shortestBefore = shortest.getAndSet(UNKNOWN);
    }
  }

  /** Returns whether it is worth a second thread to save a round trip. False until it is known. */
  boolean isLong() {
    long before = shortestBefore;
    return before != UNKNOWN && Math.min(before, shortest.get()) >= LONG_NANOS;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time in two ways, for ages. The monotonic time never goes back, but stops while the machine
 * is suspended. The time of day goes on, but can be set. The longer age of both counts.
 *
 * @param nanoTime the monotonic time, in nanoseconds
 * @param millis the time of day, in milliseconds
 */
record Clock(LongSupplier nanoTime, LongSupplier millis) {

  static final Clock SYSTEM = new Clock(System::nanoTime, System::currentTimeMillis);

  long nanos() {
    return nanoTime.getAsLong();
  }

  Moment now() {
    return new Moment(nanoTime.getAsLong(), millis.getAsLong());
  }

  /** A point in time. */
  record Moment(long nanos, long millis) {

    /** Returns whether more than the given time has passed since this moment. */
    boolean isOlderThan(long age, Moment now) {
      return now.nanos - nanos > age || now.millis - millis > TimeUnit.NANOSECONDS.toMillis(age);
    }
  }
}

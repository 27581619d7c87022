// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes requests wait, and ends all waiting when the directory stops, without interrupts. */
final class RequestDelays {

  /** The directory stopped while a request waited. */
  static final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1;
  }

  private volatile Period current = new Period();

  /** Returns the current period. */
  Period current() {
    return current;
  }

  /** Lets requests wait again, if waiting has ended. */
  synchronized void begin() {
    if (current.end.isDone()) {
      current = new Period();
    }
  }

  /** Ends all waiting, and prevents more. */
  synchronized void end() {
    current.end.complete(null);
  }

  /**
   * Lasts until waiting ends. A request belongs to the period in which it arrived, so that it never
   * waits in the next period for what was scripted in the last.
   */
  static final class Period {

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Period() {}

    /**
     * Waits for this long.
     *
     * @throws Ended if the period ends before
     */
    void pause(Duration duration) {
      if (!duration.isZero() && endsWithin(duration)) {
        throw new Ended();
      }
    }

    private boolean endsWithin(Duration duration) {
      try {
        end.get(duration.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("a thread of the directory was interrupted", e);
      }
    }

    /**
     * Waits until the test lets the request go on.
     *
     * @throws Ended if the period ends before
     */
    void hold(HeldRequest request) {
      CompletableFuture.anyOf(request.arrive(), end).join();
      if (end.isDone()) {
        throw new Ended();
      }
    }
  }
}

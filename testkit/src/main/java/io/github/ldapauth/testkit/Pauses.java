// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets requests wait, and ends all waiting when the directory stops. */
final class Pauses {

  /** Says that the directory does not wait any longer. */
  static final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1;

    private Ended(InterruptedException cause) {
      super(cause);
    }
  }

  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  private interface Wait {
    void begin() throws InterruptedException;
  }

  /**
   * Waits for this long.
   *
   * @throws Ended if all waiting ends before
   */
  void pause(Duration duration) {
    if (!duration.isZero()) {
      await(() -> Thread.sleep(duration.toMillis()));
    }
  }

  /**
   * Waits until the test lets the request go on.
   *
   * @throws Ended if all waiting ends before
   */
  void hold(HeldRequest request) {
    await(request::hold);
  }

  private void await(Wait wait) {
    // In this order, so that whoever is too late for the end sees that it was.
    waiting.add(Thread.currentThread());
    try {
      if (ended) {
        throw new InterruptedException();
      }
      wait.begin();
    } catch (InterruptedException e) {
      throw new Ended(e);
    } finally {
      waiting.remove(Thread.currentThread());
    }
  }

  /** Lets requests wait again. */
  void begin() {
    ended = false;
  }

  /** Ends all waiting, and lets none begin. */
  void end() {
    ended = true;
    waiting.forEach(Thread::interrupt);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets requests wait, and ends all waiting when the directory stops. */
final class Pauses {

  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

  private interface Wait {
    void begin() throws InterruptedException;
  }

  void pause(Duration duration) {
    if (!duration.isZero()) {
      await(() -> Thread.sleep(duration.toMillis()));
    }
  }

  void hold(HeldRequest request) {
    await(request::hold);
  }

  private void await(Wait wait) {
    waiting.add(Thread.currentThread());
    try {
      wait.begin();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the directory stopped while a request was waiting", e);
    } finally {
      waiting.remove(Thread.currentThread());
    }
  }

  /** Ends all waiting; the requests end without an answer. */
  void end() {
    waiting.forEach(Thread::interrupt);
  }
}

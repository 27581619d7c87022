// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request that waits in the directory until the test releases it. */
public final class HeldRequest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final boolean afterWork;
  private final String script;

  HeldRequest(boolean afterWork, String script) {
    this.afterWork = afterWork;
    this.script = script;
  }

  /** Returns whether the request takes effect before it waits. */
  boolean isAfterWork() {
    return afterWork;
  }

  /**
   * Waits at most 10 seconds until the request arrives.
   *
   * @throws AssertionError if it does not arrive
   */
  public void awaitArrival() {
    try {
      if (!arrived.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("no request arrived in 10 seconds for the fault " + script);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the fault " + script, e);
    }
  }

  /** Lets the request proceed, now or as soon as it arrives. */
  public void release() {
    released.complete(null);
  }

  /** Records the arrival of the request, which proceeds when the future completes. */
  CompletableFuture<Void> arrive() {
    arrived.countDown();
    return released;
  }
}

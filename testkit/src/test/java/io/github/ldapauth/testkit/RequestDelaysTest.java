// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A request that a fault delays waits at most until the next stop or reset. */
class RequestDelaysTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final RequestDelays delays = new RequestDelays();
  private final HeldRequest held = new HeldRequest(false, "a fault");

  /** Returns whether the thread that waited was interrupted, once it does something else. */
  private static boolean isInterruptedAfter(Runnable wait) {
    assertThatExceptionOfType(RequestDelays.Ended.class).isThrownBy(wait::run);
    return Thread.interrupted();
  }

  @Test
  void endReleasesWaitingRequestsWithoutInterrupt() throws Exception {
    RequestDelays.Period period = delays.current();
    var waits = CompletableFuture.supplyAsync(() -> isInterruptedAfter(() -> period.hold(held)));
    held.awaitArrival();
    delays.end();
    assertThat(waits.get(10, TimeUnit.SECONDS)).isFalse();
    assertThatExceptionOfType(RequestDelays.Ended.class).isThrownBy(() -> period.pause(LONG));
  }

  @Test
  void lateRequestDoesNotWaitInTheNextPeriod() {
    RequestDelays.Period late = delays.current();
    delays.end();
    delays.begin();
    assertThatExceptionOfType(RequestDelays.Ended.class).isThrownBy(() -> late.pause(LONG));
    assertThatExceptionOfType(RequestDelays.Ended.class).isThrownBy(() -> late.hold(held));

    assertThatCode(() -> delays.current().pause(Duration.ofMillis(1))).doesNotThrowAnyException();
  }

  @Test
  void endReleasesRequestsFromBeforeASecondBegin() throws Exception {
    RequestDelays.Period period = delays.current();
    var waits = CompletableFuture.supplyAsync(() -> isInterruptedAfter(() -> period.hold(held)));
    held.awaitArrival();
    delays.begin();
    delays.end();
    assertThat(waits.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void releasedRequestContinues() {
    held.release();
    assertThatCode(() -> delays.current().hold(held)).doesNotThrowAnyException();
  }
}

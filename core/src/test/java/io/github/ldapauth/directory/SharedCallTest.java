// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedCallTest {

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);

  private final SharedCall<Integer> hanging =
      new SharedCall<>(
          new DaemonThreads("hanging"),
          () -> {
            int call = calls.incrementAndGet();
            end.await();
            return call;
          });

  @AfterEach
  void release() {
    end.countDown();
  }

  @Test
  void eachCallReturnsANewResult() throws Exception {
    SharedCall<Integer> counter =
        new SharedCall<>(new DaemonThreads("counter"), calls::incrementAndGet);
    for (int i = 1; i <= 100; i++) {
      assertThat(counter.get(10_000)).isEqualTo(i);
    }
  }

  @Test
  void failureReachesTheCaller() {
    SharedCall<Integer> failing =
        new SharedCall<>(
            new DaemonThreads("failing"),
            () -> {
              throw new IllegalStateException("sealed");
            });
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> failing.get(10_000))
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void callersAtTheSameTimeShareOneCall() throws Exception {
    FutureTask<Integer> one = new FutureTask<>(() -> hanging.get(30_000));
    FutureTask<Integer> other = new FutureTask<>(() -> hanging.get(30_000));
    for (FutureTask<Integer> task : List.of(one, other)) {
      Thread thread = new Thread(task);
      thread.start();
      while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
        Thread.onSpinWait();
      }
    }
    end.countDown();
    assertThat(one.get()).isEqualTo(1);
    assertThat(other.get()).isEqualTo(1);
  }

  @Test
  void hangingCallIsReplacedAFewTimes() {
    for (int i = 0; i < 10; i++) {
      assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> hanging.get(10));
    }
    assertThat(calls).hasValueBetween(1, 3);
  }

  @Test
  void callGoesOnAfterNoThreadCouldBeStarted() throws Exception {
    FewThreads threads = new FewThreads();
    SharedCall<Integer> counter = new SharedCall<>(threads, calls::incrementAndGet);
    threads.allow(false);
    for (int i = 0; i < 10; i++) {
      assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> counter.get(10));
    }
    threads.allow(true);
    assertThat(counter.get(10_000)).isEqualTo(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.Turns.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final long A_MINUTE = 60_000;

  /** The time that passed, beside that of the machine. */
  private final AtomicLong passed = new AtomicLong();

  private final Clock clock = new Clock(() -> System.nanoTime() + passed.get(), () -> 0);
  private final Turns turns = new Turns(2, PATIENCE, CONNECT_TIME, clock);

  private Waiting waiting(Queue<Integer> order, int number) {
    FutureTask<Outcome> task =
        new FutureTask<>(
            () -> {
              Outcome outcome = turns.take(A_MINUTE);
              order.add(number);
              return outcome;
            });
    Thread thread = new Thread(task);
    int before = turns.waiting();
    thread.start();
    while (turns.waiting() == before && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return new Waiting(task, thread);
  }

  private record Waiting(FutureTask<Outcome> task, Thread thread) {

    Outcome outcome() throws Exception {
      return task.get(30, TimeUnit.SECONDS);
    }
  }

  private void takeAll() throws InterruptedException {
    assertThat(turns.take(0)).isEqualTo(Outcome.TAKEN);
    assertThat(turns.take(0)).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void turnsAreGivenInTheOrderOfArrival() throws Exception {
    takeAll();
    Queue<Integer> order = new ConcurrentLinkedQueue<>();
    List<Waiting> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(waiting(order, i));
    }
    for (Waiting next : all) {
      turns.answered();
      turns.giveBack();
      assertThat(next.outcome()).isEqualTo(Outcome.TAKEN);
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
    assertThat(turns.taken()).isEqualTo(2);
  }

  @Test
  void waitEndsAtItsLimit() throws InterruptedException {
    takeAll();
    assertThat(turns.take(20)).isEqualTo(Outcome.TIMED_OUT);
    assertThat(turns.waiting()).isZero();

    turns.answered();
    turns.giveBack();
    assertThat(turns.take(0)).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void interruptedThreadLeavesNoTurnBehind() throws Exception {
    takeAll();
    Waiting waiting = waiting(new ConcurrentLinkedQueue<>(), 0);
    waiting.thread().interrupt();

    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(waiting::outcome)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(turns.waiting()).isZero();
    turns.answered();
    turns.giveBack();
    turns.answered();
    turns.giveBack();
    takeAll();
  }

  @Test
  void waitEndsIfTheDirectoryAnswersNothing() throws InterruptedException {
    takeAll();
    passed.addAndGet(PATIENCE.toNanos());
    assertThat(turns.take(A_MINUTE)).isEqualTo(Outcome.HOPELESS);

    turns.answered();
    turns.giveBack();
    assertThat(turns.take(0)).isEqualTo(Outcome.TAKEN);
    assertThat(turns.take(20)).isEqualTo(Outcome.TIMED_OUT);
  }

  /** As a thread on a busy machine, which looks at the clock when both times are over. */
  @Test
  void waitWithoutTimeLeftEndsAsOneForAHungDirectory() throws InterruptedException {
    takeAll();
    passed.addAndGet(PATIENCE.toNanos());

    assertThat(turns.take(0)).isEqualTo(Outcome.HOPELESS);
  }

  @Test
  void patienceIsShortAfterAFailure() throws InterruptedException {
    takeAll();
    turns.failed();
    turns.giveBack();
    assertThat(turns.take(0)).isEqualTo(Outcome.TAKEN);

    passed.addAndGet(PATIENCE.toNanos() / 4);
    assertThat(turns.take(A_MINUTE)).isEqualTo(Outcome.HOPELESS);
  }

  @Test
  void burstAfterAFailureWaitsForItsFirstAnswer() throws InterruptedException {
    takeAll();
    turns.answered();
    turns.giveBack();
    turns.failed();
    turns.giveBack();
    passed.addAndGet(PATIENCE.toNanos());
    takeAll();

    assertThat(turns.take(20)).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void patienceIsLongerWhileAllGetTheirConnections() throws InterruptedException {
    takeAll();
    turns.connects();
    turns.connects();
    passed.addAndGet(PATIENCE.toNanos());
    assertThat(turns.take(20)).isEqualTo(Outcome.TIMED_OUT);

    passed.addAndGet(CONNECT_TIME.toNanos());
    assertThat(turns.take(A_MINUTE)).isEqualTo(Outcome.HOPELESS);

    turns.isConnected();
    turns.answered();
    assertThat(turns.take(20)).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void quietHourIsNoSignOfAHungDirectory() throws InterruptedException {
    takeAll();
    turns.answered();
    turns.giveBack();
    turns.failed();
    turns.giveBack();
    passed.addAndGet(Duration.ofHours(1).toNanos());
    takeAll();

    assertThat(turns.take(20)).isEqualTo(Outcome.TIMED_OUT);
  }
}

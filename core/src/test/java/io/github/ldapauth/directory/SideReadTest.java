// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A read on another thread. */
class SideReadTest {

  private static <T> SideRead<T> read(Duration limit, Callable<T> read) {
    return new SideRead<>(Stage.READ_GROUPS, Deadline.in(limit), read);
  }

  private static <T> SideRead<T> read(Callable<T> read) {
    return read(Duration.ofMinutes(1), read);
  }

  @Test
  void readRunsOnceWhereverItIsWanted() {
    AtomicInteger reads = new AtomicInteger();
    SideRead<Integer> read = read(reads::incrementAndGet);

    assertThat(read.get()).isEqualTo(1);
    read.run();
    assertThat(read.get()).isEqualTo(1);
  }

  @Test
  void readOfABusyPoolRunsOnTheThreadThatWantsIt() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (SideThreads threads = new SideThreads(1)) {
      SideRead<Boolean> busy = hanging(threads, Duration.ofMinutes(1), done);
      SideRead<Thread> waiting = read(Thread::currentThread);
      threads.run(waiting);

      assertThat(waiting.get()).isSameAs(Thread.currentThread());
      done.countDown();
      assertThat(busy.get()).isTrue();
    }
  }

  @Test
  void readWithoutAFreeThreadRunsOnTheThreadThatWantsIt() {
    FewThreads factory = new FewThreads();
    factory.allow(false);
    try (SideThreads threads = new SideThreads(1, factory)) {
      SideRead<Thread> read = read(Thread::currentThread);
      threads.run(read);

      assertThat(read.get()).isSameAs(Thread.currentThread());
    }
  }

  private static boolean awaits(CountDownLatch latch) throws InterruptedException {
    return latch.await(1, TimeUnit.MINUTES);
  }

  /** Runs a read on another thread that returns true when the latch is down. */
  private static SideRead<Boolean> hanging(SideThreads threads, Duration limit, CountDownLatch done)
      throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    SideRead<Boolean> read =
        read(
            limit,
            () -> {
              started.countDown();
              return awaits(done);
            });
    threads.run(read);
    awaits(started);
    return read;
  }

  @Test
  void failureIsThatOfTheRead() {
    var failure = new LdapDirectoryException(Stage.READ_GROUPS, "no");
    SideRead<Object> failing =
        read(
            () -> {
              throw failure;
            });
    assertThatThrownBy(failing::get).isSameAs(failure);

    var error = new StackOverflowError();
    SideRead<Object> broken =
        read(
            () -> {
              throw error;
            });
    assertThatThrownBy(broken::get).isSameAs(error);
  }

  @Test
  void waitEndsWithTheDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (SideThreads threads = new SideThreads(1)) {
      SideRead<Boolean> hanging = hanging(threads, Duration.ofMillis(100), never);

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(hanging::get)
          .withMessageContaining("the time limit of 100 ms is used up")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
      never.countDown();
    }
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (SideThreads threads = new SideThreads(1)) {
      SideRead<Boolean> hanging = hanging(threads, Duration.ofMinutes(1), done);
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(hanging::get)
          .withMessageContaining("interrupted while waiting for an answer");
      assertThat(Thread.interrupted()).isTrue();
      done.countDown();
    }
  }

  @Test
  void threadsAreDaemonsOfNoApplication() throws Exception {
    BlockingQueue<Thread> running = new LinkedBlockingQueue<>();
    try (SideThreads threads = new SideThreads(1)) {
      threads.run(read(() -> running.add(Thread.currentThread())));
      Thread reader = Objects.requireNonNull(running.poll(1, TimeUnit.MINUTES));

      assertThat(reader.isDaemon()).isTrue();
      assertThat(reader.getName()).isEqualTo("ldapauth-read");
      assertThat(reader.getContextClassLoader()).isSameAs(SideThreads.class.getClassLoader());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The turns of the threads that use a pool, in the order in which the threads came. If the
 * directory hangs, waiting threads stop waiting: all turns are taken, and for a while none came
 * back with an answer.
 */
final class Turns {

  private final int most;
  private final long patience;
  private final long connectTime;
  private final Clock clock;
  private final AtomicInteger free;
  private final AtomicInteger connecting = new AtomicInteger();
  private final Queue<Waiter> queue = new ConcurrentLinkedQueue<>();

  /** When the last free turn was taken. */
  private volatile long takenSince;

  private volatile long lastAnswer;
  private volatile long lastFailure;

  /** What became of a request for a turn. */
  enum Outcome {
    TAKEN,
    TIMED_OUT,
    /** The directory hangs. */
    HOPELESS
  }

  private static final class Waiter {

    final Thread thread = Thread.currentThread();
    final AtomicInteger state = new AtomicInteger(WAITING);

    static final int WAITING = 0;
    static final int SERVED = 1;
    static final int GONE = 2;

    boolean becomes(int next) {
      return state.compareAndSet(WAITING, next);
    }

    boolean isServed() {
      return state.get() == SERVED;
    }
  }

  /**
   * Creates the turns.
   *
   * @param patience how long all turns may be taken without an answer; a quarter of it counts for a
   *     while after a failure
   * @param connectTime how much longer, while all of them still get their connections
   */
  Turns(int most, Duration patience, Duration connectTime, Clock clock) {
    this.most = most;
    this.patience = patience.toNanos();
    this.connectTime = connectTime.toNanos();
    this.clock = clock;
    this.free = new AtomicInteger(most);
    long now = clock.nanos();
    this.lastAnswer = now;
    this.takenSince = now;
    this.lastFailure = now - 4 * this.patience;
  }

  /** Returns how many turns are taken. */
  int taken() {
    return most - free.get();
  }

  /** Returns how many threads wait. */
  int waiting() {
    return queue.size();
  }

  /**
   * Waits for a turn.
   *
   * @throws InterruptedException if the thread is interrupted; it has no turn then
   */
  Outcome take(long millis) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (queue.isEmpty() && takeFree()) {
      return Outcome.TAKEN;
    }
    Waiter waiter = new Waiter();
    queue.add(waiter);
    serve();
    return await(waiter, clock.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private Outcome await(Waiter waiter, long end) throws InterruptedException {
    while (!waiter.isServed()) {
      boolean isInterrupted = Thread.currentThread().isInterrupted();
      long now = clock.nanos();
      long hopelessAt = latest(takenSince, lastAnswer) + patience(now);
      boolean isLate = now - end >= 0;
      boolean isHopeless = now - hopelessAt >= 0;
      if (!isInterrupted && !isLate && !isHopeless) {
        LockSupport.parkNanos(this, Math.min(end - now, hopelessAt - now));
      } else if (waiter.becomes(Waiter.GONE)) {
        queue.remove(waiter);
        if (isInterrupted && Thread.interrupted()) {
          throw new InterruptedException();
        }
        return isHopeless ? Outcome.HOPELESS : Outcome.TIMED_OUT;
      }
    }
    return Outcome.TAKEN;
  }

  /** A server that does not accept connections is given up, and another one may answer. */
  private long patience(long now) {
    if (connecting.get() == most) {
      return patience + connectTime;
    }
    return now - lastFailure < 4 * patience ? patience / 4 : patience;
  }

  private static long latest(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** Notes that a turn is used to get a connection, until {@link #isConnected}. */
  void connects() {
    connecting.incrementAndGet();
  }

  void isConnected() {
    connecting.decrementAndGet();
  }

  /** Notes that the directory answers. */
  void answered() {
    lastAnswer = clock.nanos();
  }

  /** Notes that the directory did not answer. */
  void failed() {
    lastFailure = clock.nanos();
  }

  /** Gives a turn back. */
  void giveBack() {
    free.incrementAndGet();
    serve();
  }

  private boolean takeFree() {
    int left = free.get();
    while (left > 0 && !free.compareAndSet(left, left - 1)) {
      left = free.get();
    }
    if (left == 1) {
      takenSince = clock.nanos();
    }
    return left > 0;
  }

  /** Gives free turns to those that wait. */
  private void serve() {
    while (!queue.isEmpty() && takeFree()) {
      Waiter next = queue.poll();
      if (next != null && next.becomes(Waiter.SERVED)) {
        LockSupport.unpark(next.thread);
      } else {
        free.incrementAndGet();
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that closes connections whose time limit ended, and now and then looks after the idle
 * ones. All connections of an authenticator share it. A request only notes its time limit, so that
 * nothing is scheduled for it. The thread ends with the last connection.
 */
final class Watchdog {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  /** How late a connection may be closed. */
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

  /** How long to tick without a request before the next one has to wake the thread. */
  private static final long ALERT = TimeUnit.SECONDS.toNanos(2);

  /** How often to look after the idle connections. */
  private static final long ROUND = TimeUnit.SECONDS.toNanos(5);

  private final ThreadFactory threads;
  private final List<DeadlineSocket> sockets = new CopyOnWriteArrayList<>();
  private final List<Runnable> rounds = new CopyOnWriteArrayList<>();
  private volatile @Nullable Thread thread;
  private volatile boolean isAsleep;

  Watchdog(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Watches a socket until {@link #forget}. Closes it if no thread can be started for that. */
  void watch(DeadlineSocket socket) {
    sockets.add(socket);
    try {
      start();
    } catch (RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  void forget(DeadlineSocket socket) {
    if (sockets.remove(socket) && sockets.isEmpty()) {
      LockSupport.unpark(thread);
    }
  }

  /** Has this done every few seconds, while there are connections. It must not wait. */
  void everyRound(Runnable work) {
    rounds.add(work);
  }

  void stop(Runnable work) {
    rounds.remove(work);
  }

  /** Returns the thread; null if there is no connection. */
  @Nullable Thread thread() {
    return thread;
  }

  /** Must be called after a time limit was set. */
  void wake() {
    if (isAsleep) {
      isAsleep = false;
      LockSupport.unpark(thread);
    }
  }

  private synchronized void start() {
    if (thread == null || !thread.isAlive()) {
      Thread started = threads.newThread(this::run);
      started.start();
      thread = started;
    }
  }

  private synchronized boolean ends() {
    if (sockets.isEmpty()) {
      thread = null;
      return true;
    }
    return false;
  }

  private void run() {
    long lastRequest = System.nanoTime();
    long lastRound = lastRequest;
    while (!ends()) {
      long now = System.nanoTime();
      if (now - lastRound >= ROUND) {
        lastRound = now;
        rounds.forEach(Watchdog::runSafely);
      }
      if (closeWhatIsOver(now)) {
        lastRequest = now;
      }
      if (now - lastRequest < ALERT) {
        LockSupport.parkNanos(this, TICK);
      } else {
        lastRequest = sleep() ? System.nanoTime() : lastRequest;
      }
    }
  }

  /** A fault in the care for idle connections must not end the limits of requests. */
  private static void runSafely(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("care for idle connections failed", e);
    }
  }

  private boolean closeWhatIsOver(long now) {
    boolean isBusy = false;
    for (DeadlineSocket socket : sockets) {
      socket.closeIfOver(now);
      isBusy |= socket.isLimited();
    }
    return isBusy;
  }

  /** Sleeps until the next round; returns whether a request woke the thread earlier. */
  private boolean sleep() {
    isAsleep = true;
    // A request that did not see the mark has set its limit before this looks again.
    if (!closeWhatIsOver(System.nanoTime())) {
      LockSupport.parkNanos(this, ROUND);
    }
    boolean isWoken = !isAsleep;
    isAsleep = false;
    return isWoken;
  }
}

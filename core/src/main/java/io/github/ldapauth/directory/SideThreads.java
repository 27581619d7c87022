// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read beside binds. They start when they are needed, and end when they are idle
 * or this is closed.
 */
final class SideThreads implements AutoCloseable {

  static final String NAME = "ldapauth-read";

  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /**
   * Starts no thread yet.
   *
   * @param most the number of threads; more could only wait for connections
   */
  SideThreads(int most) {
    this(most, new DaemonThreads(NAME));
  }

  SideThreads(int most, ThreadFactory factory) {
    threads =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory,
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Runs a read, unless all threads are busy. */
  void run(SideRead<?> read) {
    try {
      threads.execute(read);
    } catch (OutOfMemoryError e) {
      return; // the machine has no thread left, so the one that wants the result reads
    }
  }

  /** Ends idle threads. Others end after their read. */
  @Override
  public void close() {
    threads.shutdown();
  }
}

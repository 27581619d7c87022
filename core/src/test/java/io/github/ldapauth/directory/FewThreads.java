// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.concurrent.ThreadFactory;

/** Threads of a machine that sometimes has no more. */
final class FewThreads implements ThreadFactory {

  private volatile boolean isAllowed = true;

  /** Lets threads start, or not. */
  void allow(boolean starts) {
    isAllowed = starts;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread =
        new Thread(work) {
          @Override
          public synchronized void start() {
            if (!isAllowed) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            super.start();
          }
        };
    thread.setDaemon(true);
    return thread;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call of foreign code that may hang, such as a DNS lookup. It runs on a thread of its own, so
 * that the caller can stop waiting. All that call at the same time share one call; a call that
 * hangs is replaced by another one, a few times.
 */
final class SharedCall<T> {

  private static final int MAX_THREADS = 3;

  private final ThreadFactory threadFactory;
  private final Callable<T> call;
  private @Nullable Run running;
  private int threads;

  SharedCall(ThreadFactory threadFactory, Callable<T> call) {
    this.threadFactory = threadFactory;
    this.call = call;
  }

  /**
   * Calls, or waits for the call that is running.
   *
   * @throws ExecutionException with what the call throws
   */
  T get(long millis) throws InterruptedException, ExecutionException, TimeoutException {
    Run run = join();
    try {
      return run.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      replace(run);
      throw e;
    }
  }

  private synchronized Run join() {
    if (running == null || running.isDone()) {
      Run run = new Run();
      threadFactory.newThread(run).start();
      threads++;
      running = run;
    }
    return running;
  }

  private synchronized void replace(Run run) {
    if (running == run && threads < MAX_THREADS) {
      running = null;
    }
  }

  private synchronized void ended(Run run) {
    threads--;
    if (running == run) {
      running = null;
    }
  }

  private final class Run extends FutureTask<T> {

    Run() {
      super(call);
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        ended(this);
      }
    }
  }
}

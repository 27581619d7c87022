// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A read that runs once: on another thread beside a bind, or on the thread that wants its result.
 */
final class SideRead<T> implements Runnable, Supplier<T> {

  private final Stage stage;
  private final Deadline deadline;
  private final FutureTask<T> task;

  SideRead(Stage stage, Deadline deadline, Callable<T> read) {
    this.stage = stage;
    this.deadline = deadline;
    this.task = new FutureTask<>(read);
  }

  @Override
  public void run() {
    task.run();
  }

  /**
   * Returns the result: waits for the thread that reads, or reads on this thread if there is none.
   *
   * @throws RuntimeException the failure of the read
   */
  @Override
  public T get() {
    run(); // has no effect if a thread has started it
    try {
      while (!task.isDone()) {
        await();
      }
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LdapDirectoryException(
          stage,
          "",
          ResultCode.LOCAL_ERROR_INT_VALUE,
          "interrupted while waiting for an answer",
          e);
    }
  }

  private void await() throws InterruptedException, ExecutionException {
    long millis = deadline.millisFor(stage, Deadline.LONGEST);
    try {
      task.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The deadline throws next time.
    }
  }
}

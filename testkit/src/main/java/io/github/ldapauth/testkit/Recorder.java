// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What clients have done since the directory started. */
final class Recorder {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Operation> log = new ArrayList<>();
  private long position;
  private long connections;

  /** Returns the number of a connection that opens now, on any port. */
  synchronized long nextConnection() {
    return connections++;
  }

  /** Returns the position of something that happens now. */
  synchronized long now() {
    return position++;
  }

  synchronized Operations soFar(Names names) {
    return new Operations(log, names);
  }

  synchronized void clear() {
    log.clear();
  }

  /**
   * Waits until there is such an operation.
   *
   * @throws AssertionError if there is none in time
   */
  synchronized Operation await(Predicate<? super Operation> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<Operation> found = log.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "no client did that in " + PATIENCE.toSeconds() + " seconds; they did:\n" + lines());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for an operation", e);
      }
    }
  }

  private String lines() {
    return log.stream().map(Operation::toString).collect(joining("\n"));
  }

  /** Records what is answered now. */
  synchronized void record(
      long arrived,
      long connection,
      Operation.Type type,
      String dn,
      String filter,
      List<String> attributes,
      int resultCode) {
    log.add(
        new Operation(
            arrived, now(), connection, type, dn, filter, List.copyOf(attributes), resultCode));
    notifyAll();
  }
}

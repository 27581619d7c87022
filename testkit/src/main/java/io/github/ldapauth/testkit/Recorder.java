// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What clients have done since the directory started. */
final class Recorder {

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

  /** Waits until there is an operation of this kind; empty if there is none in time. */
  synchronized Optional<Operation> await(Predicate<? super Operation> wanted, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<Operation> found = log.stream().filter(wanted).findFirst();
      long left = end - System.nanoTime();
      if (found.isPresent() || left <= 0) {
        return found;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
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

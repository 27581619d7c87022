// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A process for each contestant, of which one runs at a time. */
final class Team implements AutoCloseable {

  private final Map<Kind, WorkerProcess> workers = new EnumMap<>(Kind.class);

  Team(Site site, Plan plan, boolean tls) throws IOException {
    try {
      for (Kind kind : plan.contestants()) {
        workers.put(kind, site.worker(kind, tls));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Lets each contestant sign users in for a while, in this order. */
  Map<Kind, Slice> run(List<Kind> order, int threads, long millis) throws IOException {
    Map<Kind, Slice> slices = new EnumMap<>(Kind.class);
    for (Kind kind : order) {
      WorkerProcess worker = workers.get(kind);
      if (worker != null) {
        slices.put(kind, worker.run(threads, millis));
      }
    }
    return slices;
  }

  @Override
  public void close() {
    workers.values().forEach(WorkerProcess::close);
  }
}

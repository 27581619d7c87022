// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Compares contestants on one directory, in turns. */
final class Comparison {

  private static final int ROUND_TRIP_MILLIS = 20;
  private static final int COUNTED_SIGN_INS = 20;

  private final Plan plan;
  private final Site site;
  private final PrintWriter progress;
  private final Results results;

  private Comparison(Plan plan, Site site, PrintWriter progress) {
    this.plan = plan;
    this.site = site;
    this.progress = progress;
    this.results = new Results(plan);
  }

  /** Starts a directory and compares. */
  static Results run(Plan plan, PrintWriter progress) throws IOException {
    progress.println("filling slapd with " + plan.population().users() + " users");
    try (Site site = new Site(plan.population(), plan.connections())) {
      Comparison comparison = new Comparison(plan, site, progress);
      comparison.startCold();
      comparison.timeRoundTrips();
      comparison.takeTurns();
      return comparison.results;
    }
  }

  /** Measures new JVMs, also in turns. */
  private void startCold() throws IOException {
    for (int turn = 0; turn < plan.effort().coldStarts(); turn++) {
      progress.println("cold start " + (turn + 1) + " of " + plan.effort().coldStarts());
      for (Kind kind : inTurn(turn)) {
        try (WorkerProcess worker = site.lightWorker(kind, site.slapd().port())) {
          results.of(kind).coldStartNanos.add(worker.startNanos());
        }
      }
    }
  }

  /** Measures what the network costs, by a slow one. */
  private void timeRoundTrips() throws IOException {
    int timed = plan.effort().timedSignIns();
    if (timed == 0) {
      return;
    }
    for (Kind kind : plan.contestants()) {
      progress.println("round trips of " + kind);
      try (DelayProxy proxy = new DelayProxy(site.slapd().port(), ROUND_TRIP_MILLIS);
          WorkerProcess worker = site.lightWorker(kind, proxy.port())) {
        worker.medianNanos(timed);
        results.of(kind).roundTrips = worker.medianNanos(timed) / 1e6 / ROUND_TRIP_MILLIS;
        long before = site.slapd().requests();
        worker.medianNanos(COUNTED_SIGN_INS);
        results.of(kind).requests = (double) (site.slapd().requests() - before) / COUNTED_SIGN_INS;
      }
    }
  }

  private void takeTurns() throws IOException {
    List<Lane> lanes = new ArrayList<>();
    plan.threads().forEach(threads -> lanes.add(new Lane(false, threads)));
    if (plan.tls()) {
      plan.threads().forEach(threads -> lanes.add(new Lane(true, threads)));
    }
    try (Team clear = new Team(site, plan, false);
        Team tls = plan.tls() ? new Team(site, plan, true) : clear) {
      progress.println("warming up");
      clear.run(inTurn(0), 4, plan.effort().warmUpMillis());
      if (plan.tls()) {
        tls.run(inTurn(0), 4, plan.effort().warmUpMillis());
      }
      for (int round = 0; round < plan.effort().rounds(); round++) {
        progress.println("round " + (round + 1) + " of " + plan.effort().rounds());
        for (Lane lane : lanes) {
          (lane.tls() ? tls : clear)
              .run(inTurn(round), lane.threads(), plan.effort().sliceMillis())
              .forEach((kind, slice) -> results.add(kind, lane, slice));
        }
      }
    }
  }

  /** Returns the contestants, another one first each time. */
  private List<Kind> inTurn(int round) {
    List<Kind> order = new ArrayList<>(plan.contestants());
    Collections.rotate(order, -round);
    return order;
  }
}

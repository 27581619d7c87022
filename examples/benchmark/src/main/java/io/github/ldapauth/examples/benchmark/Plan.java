// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.List;

/**
 * How long and how often to measure.
 *
 * @param contestants the first is what others are compared with
 * @param connections how many each pool may have
 * @param coldStarts of each contestant
 * @param timedSignIns through the slow network, of each contestant
 */
record Plan(
    List<Kind> contestants,
    List<Integer> threads,
    boolean tls,
    Population population,
    int connections,
    int rounds,
    long sliceMillis,
    long warmUpMillis,
    int coldStarts,
    int timedSignIns) {

  static final Plan FULL =
      new Plan(
          List.of(Kind.values()),
          List.of(1, 4, 16, 64),
          true,
          Population.of(1000, 3),
          16,
          7,
          1000,
          6000,
          11,
          25);

  static final Plan QUICK =
      new Plan(
          List.of(Kind.values()),
          List.of(1, 4, 16, 64),
          true,
          Population.of(1000, 3),
          16,
          2,
          200,
          1000,
          3,
          5);

  /** Returns the same plan for other users. */
  Plan with(Population others) {
    return new Plan(
        contestants,
        threads,
        tls,
        others,
        connections,
        rounds,
        sliceMillis,
        warmUpMillis,
        coldStarts,
        timedSignIns);
  }

  /** Returns the same plan for fewer conditions. */
  Plan with(List<Kind> fewer, List<Integer> fewerThreads, boolean withTls) {
    return new Plan(
        fewer,
        fewerThreads,
        withTls,
        population,
        connections,
        rounds,
        sliceMillis,
        warmUpMillis,
        coldStarts,
        timedSignIns);
  }

  Kind reference() {
    return contestants.get(0);
  }

  String title() {
    return String.format(
        "%,d users in %,d groups each, %d connections a pool, %d rounds of %.1f s",
        population.users(), population.groupsPerUser(), connections, rounds, sliceMillis / 1000.0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * What to measure.
 *
 * @param contestants the first is what others are compared with
 * @param tls whether to compare by ldaps too
 * @param connections how many each pool may have
 */
record Plan(
    List<Kind> contestants,
    List<Integer> threads,
    boolean tls,
    Population population,
    int connections,
    Effort effort) {

  /** The default of ldapauth. */
  static final int CONNECTIONS = 16;

  Kind reference() {
    return contestants.get(0);
  }

  String title() {
    return String.format(
        Locale.ROOT,
        "%,d users in %,d groups each, %d connections a pool, %d rounds of %.1f s",
        population.users(),
        population.groupsPerUser(),
        connections,
        effort.rounds(),
        effort.sliceMillis() / 1000.0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

/**
 * How long and how often to measure.
 *
 * @param coldStarts of each contestant; 0 leaves them out
 * @param timedSignIns through the slow network, of each contestant; 0 leaves them out
 */
record Effort(int rounds, long sliceMillis, long warmUpMillis, int coldStarts, int timedSignIns) {

  static final Effort FULL = new Effort(7, 1000, 8000, 11, 25);
  static final Effort QUICK = new Effort(2, 200, 1000, 3, 12);

  /** Returns the same without cold starts and the slow network. */
  Effort onlyTurns() {
    return new Effort(rounds, sliceMillis, warmUpMillis, 0, 0);
  }
}

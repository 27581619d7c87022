// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import java.util.List;

/**
 * How servers are used: the limits, and the order.
 *
 * @param coolDown how long a server that failed is left alone
 * @param referrals the servers to which references may lead
 * @param isRoundRobin whether sessions begin at each server in turn, and not at the first
 */
record ServerUse(
    Duration connectTimeout,
    Duration responseTimeout,
    int maxConnections,
    Duration coolDown,
    boolean isRoundRobin,
    ReferralHosts referrals) {

  static final ServerUse DEFAULT =
      new ServerUse(
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          16,
          Duration.ofSeconds(30),
          false,
          ReferralHosts.NONE);

  private static final Duration LONGEST = Duration.ofHours(1);

  /** Returns the mistake in a time limit, if there is one. */
  static List<String> timeLimit(String setting, Duration timeout) {
    return timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0
        ? List.of(setting + " " + timeout + ": must be between 1 millisecond and 1 hour")
        : List.of();
  }

  ServerUse withConnectTimeout(Duration timeout) {
    return new ServerUse(
        timeout, responseTimeout, maxConnections, coolDown, isRoundRobin, referrals);
  }

  ServerUse withResponseTimeout(Duration timeout) {
    return new ServerUse(
        connectTimeout, timeout, maxConnections, coolDown, isRoundRobin, referrals);
  }

  ServerUse withMaxConnections(int connections) {
    return new ServerUse(
        connectTimeout, responseTimeout, connections, coolDown, isRoundRobin, referrals);
  }

  ServerUse withCoolDown(Duration duration) {
    return new ServerUse(
        connectTimeout, responseTimeout, maxConnections, duration, isRoundRobin, referrals);
  }

  ServerUse inTurn() {
    return new ServerUse(
        connectTimeout, responseTimeout, maxConnections, coolDown, true, referrals);
  }

  ServerUse withReferrals(ReferralHosts hosts) {
    return new ServerUse(
        connectTimeout, responseTimeout, maxConnections, coolDown, isRoundRobin, hosts);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  ServerUse {
    Objects.requireNonNull(connectTimeout, "connectTimeout");
    Objects.requireNonNull(responseTimeout, "responseTimeout");
    Objects.requireNonNull(coolDown, "coolDown");
  }

  List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    checkTime("connectTimeout", connectTimeout, mistakes);
    checkTime("responseTimeout", responseTimeout, mistakes);
    if (maxConnections < 1) {
      mistakes.add("LdapServer.maxConnections " + maxConnections + ": must be at least 1");
    }
    checkTime("coolDown", coolDown, mistakes);
    mistakes.addAll(referrals.mistakes());
    return mistakes;
  }

  private static void checkTime(String method, Duration time, List<String> mistakes) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      mistakes.add(
          "LdapServer." + method + " " + time + ": must be between 1 millisecond and 1 hour");
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the pools of an authenticator share: the state of each server, and the watchdog. */
final class Network {

  private final Clock clock;
  private final Watchdog watchdog = new Watchdog();
  private final Map<ServerAddress, Server> servers = new ConcurrentHashMap<>();

  Network(Clock clock) {
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /** Returns the state of one of the servers. */
  Server server(ServerAddress address, LdapServer settings) {
    return servers.computeIfAbsent(address, a -> new Server(a, clock, settings.coolDown()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the pools of an authenticator share: the state of each server, and the watchdog. */
final class Network {

  private final Clock clock;
  private final Watchdog watchdog = new Watchdog(new DaemonThreads("ldapauth watchdog"));

  /** By host and port as text: the JVM links the hash code of a record slowly at its first use. */
  private final Map<String, Server> servers = new ConcurrentHashMap<>();

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
    return servers.computeIfAbsent(
        address.toString(), text -> new Server(address, clock, settings.coolDown()));
  }
}

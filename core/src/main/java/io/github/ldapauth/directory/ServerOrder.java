// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one directory in the order in which they are tried: as configured or in turn,
 * without those that are left alone. If all are left alone, they are tried nevertheless, beginning
 * with the one that worked last.
 */
final class ServerOrder {

  private final List<Server> servers;
  private final boolean isRoundRobin;
  private final AtomicInteger turn = new AtomicInteger();

  ServerOrder(LdapServer settings, Network network) {
    List<Server> all = new ArrayList<>();
    for (ServerAddress address : settings.addresses()) {
      all.add(network.server(address, settings));
    }
    this.servers = List.copyOf(all);
    this.isRoundRobin = settings.isRoundRobin();
  }

  int size() {
    return servers.size();
  }

  /** Returns which servers are left alone now. */
  List<Health.Server> health() {
    return servers.stream().map(Server::health).toList();
  }

  /** Returns the servers as {@code host:port}. */
  List<String> names() {
    return servers.stream().map(Server::toString).toList();
  }

  /**
   * Returns the server for a new session. It may be one that is not well; then the caller must find
   * out whether it works.
   */
  Server first() {
    int count = servers.size();
    int start = isRoundRobin ? Math.floorMod(turn.getAndIncrement(), count) : 0;
    for (int i = 0; i < count; i++) {
      Server server = servers.get((start + i) % count);
      if (server.isUsable()) {
        return server;
      }
    }
    return byHope(servers).get(0);
  }

  /** Returns the address that new sessions use now; null if it is not known, or not one alone. */
  @Nullable Endpoint current() {
    if (isRoundRobin) {
      return null;
    }
    for (Server server : servers) {
      if (server.isWell()) {
        return server.current();
      }
    }
    return null;
  }

  /** Returns how many other servers are well. */
  int wellBeside(Server one) {
    int well = 0;
    for (Server server : servers) {
      well += server != one && server.isWell() ? 1 : 0;
    }
    return well;
  }

  /** Returns the servers to try if the given one fails. */
  List<Server> others(Server failed) {
    List<Server> others = new ArrayList<>(servers);
    others.remove(failed);
    return byHope(others);
  }

  /** Puts the servers that are well first, then those that worked until lately. */
  private static List<Server> byHope(List<Server> servers) {
    List<Server> well = new ArrayList<>();
    List<Server> down = new ArrayList<>();
    for (Server server : servers) {
      (server.isWell() ? well : down).add(server);
    }
    down.sort(Comparator.comparing(server -> -server.coolDown().downSince()));
    well.addAll(down);
    return well;
  }
}

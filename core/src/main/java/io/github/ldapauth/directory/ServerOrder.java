// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one directory in the order in which they are tried: as configured, as DNS says, or
 * in turn, without those that are left alone. If all are left alone, they are tried nevertheless,
 * beginning with the one that worked last.
 */
final class ServerOrder {

  private final List<Server> configured;
  private final @Nullable FoundServers found;
  private final boolean isRoundRobin;
  private final AtomicInteger turn = new AtomicInteger();

  ServerOrder(LdapServer settings, Network network) {
    List<Server> all = new ArrayList<>();
    for (ServerAddress address : settings.source().addresses()) {
      all.add(network.server(address, settings));
    }
    SrvService service = settings.source().service();
    this.configured = List.copyOf(all);
    this.found = service == null ? null : new FoundServers(service, settings, network);
    this.isRoundRobin = settings.use().isRoundRobin();
  }

  private List<Server> servers() {
    return found == null ? configured : found.last();
  }

  int size() {
    return servers().size();
  }

  /** Returns whether a server is still one of those of the directory. */
  boolean includes(Server server) {
    return found == null || found.last().contains(server);
  }

  /** Returns which servers are left alone now. If DNS was not asked yet, it stands for them. */
  List<Health.Server> health() {
    List<Server> servers = servers();
    return found != null && servers.isEmpty()
        ? List.of(found.health())
        : servers.stream().map(Server::health).toList();
  }

  /** Returns the servers as {@code host:port}. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Server server : servers()) {
      names.add(server.toString());
    }
    return names;
  }

  /** Returns the servers for a report that one failed: all of them, unless DNS may name many. */
  String namesBeside(Server failed) {
    return found == null ? String.join(", ", names()) : failed.toString();
  }

  /** Returns the addresses of the servers, asking DNS first if it names them. */
  List<ServerAddress> addresses(Deadline deadline) {
    return known(deadline).stream().map(Server::address).toList();
  }

  /**
   * Returns the server for a new session. It may be one that is not well; then the caller must find
   * out whether it works.
   *
   * @throws LdapDirectoryException if DNS names the servers, and none is known
   */
  Server first(Deadline deadline) {
    List<Server> servers = known(deadline);
    for (Server server : isRoundRobin ? inTurn(servers) : servers) {
      if (server.isUsable()) {
        return server;
      }
    }
    return wellFirst(servers).get(0);
  }

  private List<Server> known(Deadline deadline) {
    return found == null ? configured : found.lookUp(deadline);
  }

  private List<Server> inTurn(List<Server> servers) {
    if (found != null) {
      return found.drawn();
    }
    List<Server> rotated = new ArrayList<>(servers);
    Collections.rotate(rotated, -Math.floorMod(turn.getAndIncrement(), servers.size()));
    return rotated;
  }

  /** Returns the address that new sessions use now; null if it is not known, or not one alone. */
  @Nullable Endpoint current() {
    if (isRoundRobin) {
      return null;
    }
    for (Server server : servers()) {
      if (server.isWell()) {
        return server.current();
      }
    }
    return null;
  }

  /** Returns how many other servers are well. */
  int wellBeside(Server one) {
    int well = 0;
    for (Server server : servers()) {
      well += server != one && server.isWell() ? 1 : 0;
    }
    return well;
  }

  /** Returns the servers to try if the given one fails. */
  List<Server> others(Server failed) {
    List<Server> others = new ArrayList<>(servers());
    others.remove(failed);
    return wellFirst(others);
  }

  /** Puts the servers that are well first, then those that worked last. */
  private static List<Server> wellFirst(List<Server> servers) {
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

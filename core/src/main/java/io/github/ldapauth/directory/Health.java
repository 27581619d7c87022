// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an authenticator knows of the servers of a directory, at one moment and without a request. A
 * server that no sign-in has used yet counts as up, and so does one that the next sign-in tries
 * again.
 *
 * @param servers the servers, as they are configured
 * @param searches the connections for searches
 * @param passwordChecks the connections for checking passwords
 * @param serviceAccount the account that searches
 * @param named the health of the named servers; empty for a named server itself
 */
public record Health(
    List<Server> servers,
    Pool searches,
    Pool passwordChecks,
    ServiceAccount serviceAccount,
    Map<String, Health> named) {

  /** Makes the collections immutable. */
  public Health {
    servers = List.copyOf(servers);
    named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }

  /**
   * Returns whether a sign-in may succeed: one of the servers is up, and the service account may
   * bind or is still bound on a connection. Named servers do not count.
   */
  public boolean isUp() {
    boolean isBound = searches.idle() + searches.inUse() > 0;
    boolean maySearch = isBound || serviceAccount.pause().isEmpty();
    return maySearch && servers.stream().anyMatch(Server::isUp);
  }

  /** Returns the same with the health of named servers. */
  public Health withNamed(Map<String, Health> others) {
    return new Health(servers, searches, passwordChecks, serviceAccount, others);
  }

  /**
   * A server.
   *
   * @param address {@code host:port}
   * @param pause how long other servers are used in its place, as it failed; empty if it is up. If
   *     none is up, sign-ins try them all nevertheless
   */
  public record Server(String address, Optional<Pause> pause) {

    /** Returns whether sign-ins use the server, or would do so if those before it failed. */
    public boolean isUp() {
      return pause.isEmpty();
    }

    /** Returns the same with other words in the reason. */
    Server reworded(UnaryOperator<String> words) {
      return new Server(address, pause.map(known -> known.reworded(words)));
    }
  }

  /**
   * The connections for one purpose.
   *
   * @param max how many there may be
   * @param inUse how many threads have a connection, or open one
   * @param idle how many are open and wait for their next use
   * @param waiting how many threads wait for one
   */
  public record Pool(int max, int inUse, int idle, int waiting) {}

  /**
   * The account that searches.
   *
   * @param isAccepted whether a server accepted its last bind; false for anonymous searches
   * @param pause how long no server gets a bind of it, unless its password changes
   */
  public record ServiceAccount(boolean isAccepted, Optional<Pause> pause) {

    /** Returns the same with other words in the reason. */
    ServiceAccount reworded(UnaryOperator<String> words) {
      return new ServiceAccount(isAccepted, pause.map(known -> known.reworded(words)));
    }
  }

  /**
   * A time after a failure in which other servers are used, or the password is not sent again.
   *
   * @param since when the pause began
   * @param until when the next sign-in tries again, at the latest
   * @param reason why, in words; fit for a log
   */
  public record Pause(Instant since, Instant until, String reason) {

    /** Returns the same with other words in the reason. */
    Pause reworded(UnaryOperator<String> words) {
      return new Pause(since, until, words.apply(reason));
    }
  }
}

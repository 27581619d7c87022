// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one directory: those for searches, bound as the service account, and those for
 * checking passwords. A connection for checking passwords is never reused after a search on it.
 */
public final class Directory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private final LdapServer server;
  private final @Nullable ServiceBind serviceBind;
  private final Network network;
  private final ServerOrder order;
  private final Connections connections;
  private volatile boolean closed;

  private Directory(LdapServer server, @Nullable ServiceBind serviceBind, Network network) {
    ServerOrder order = new ServerOrder(server, network);
    Connector connector = new Connector(server, network);
    this.server = server;
    this.serviceBind = serviceBind;
    this.network = network;
    this.order = order;
    this.connections =
        new Connections(
            server.use().responseTimeout(),
            new ConnectionPool(CoolDown.SERVICE, server, order, serviceBind, connector, network),
            new ConnectionPool(CoolDown.USER, server, order, null, connector, network),
            new SideThreads(server.use().maxConnections()),
            new RoundTrip(),
            new ConcurrentHashMap<>(),
            server.use().referrals().isEmpty()
                ? null
                : new ReferralSearches(server, serviceBind, network));
  }

  /**
   * Prepares the connections. The first request opens the first one.
   *
   * @param asWritten replaces the names of settings in a text by those that the reader wrote, for
   *     logs and {@link #health}. Exceptions name methods
   */
  public static Directory open(
      LdapServer server, ServiceAccount account, UnaryOperator<String> asWritten) {
    ServiceBind bind =
        account.isAnonymous() ? null : new ServiceBind(account, Clock.SYSTEM.nanoTime());
    return open(server, bind, new Network(Clock.SYSTEM, asWritten));
  }

  /**
   * Prepares connections to another server. It shares the refused service passwords, and what is
   * known of servers that failed.
   */
  public Directory openAnother(LdapServer another) {
    return open(another, serviceBind, network);
  }

  private static Directory open(
      LdapServer server, @Nullable ServiceBind serviceBind, Network network) {
    if (server.source().protocol() == ServerAddress.Protocol.CLEAR_TEXT) {
      LOG.warn(
          "passwords are sent in clear text to {}; {}",
          server,
          network.asWritten(ServerAddress.USE_TLS));
    }
    return new Directory(server, serviceBind, network);
  }

  /**
   * Prepares connections to each address, for the caller to close. They share the refused service
   * passwords.
   *
   * @param limit how long DNS may take, if it names the servers
   * @throws LdapDirectoryException if DNS names the servers, and none is known
   * @throws IllegalStateException after {@link #close}
   */
  public List<Directory> perAddress(Duration limit) {
    refuseIfClosed();
    return order.addresses(Deadline.in(limit)).stream()
        .map(address -> new Directory(server.only(address), serviceBind, network))
        .toList();
  }

  /**
   * Looks up the addresses of the servers, for a diagnosis that tries each.
   *
   * @param limit how long that may take, with all that is done with the addresses
   * @throws LdapDirectoryException if DNS does not know a server
   */
  public List<AddressProbe> addressProbes(Duration limit) {
    Deadline deadline = Deadline.in(limit);
    return AddressProbe.of(order.addresses(deadline), server, network, deadline);
  }

  /**
   * Returns a session for the requests of one sign-in, which together may take as long as {@code
   * limit}.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public DirectorySession openSession(Duration limit) {
    refuseIfClosed();
    return new DirectorySession(connections, Deadline.in(limit));
  }

  /**
   * Checks that new passwords are sent with TLS, or do not leave the machine.
   *
   * @throws IllegalStateException if not
   */
  public void requireProtectedPasswords() {
    if (!server.source().protectsPasswords()) {
      throw new IllegalStateException(
          "a password is not changed in clear text; " + network.asWritten(ServerAddress.USE_TLS));
    }
  }

  /**
   * Returns what is known of the servers. Sends nothing.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Health health() {
    refuseIfClosed();
    return new Health(
        order.health().stream().map(known -> known.reworded(network::asWritten)).toList(),
        connections.searches().health(),
        connections.passwords().health(),
        serviceBind == null
            ? new Health.ServiceAccount(false, Optional.empty())
            : serviceBind.health(order.names()).reworded(network::asWritten),
        Map.of());
  }

  /**
   * Returns what decides which entries there are: the servers, and those to which they may refer.
   */
  public List<String> sources() {
    return Stream.concat(
            Stream.of(server.toString()),
            server.use().referrals().hosts().stream().map(Object::toString))
        .toList();
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new IllegalStateException("the authenticator is closed");
    }
  }

  /** Closes all connections. Requests of open sessions fail from then on. */
  @Override
  public void close() {
    closed = true;
    connections.close();
  }

  /** Returns the servers as {@code host:port}. */
  @Override
  public String toString() {
    return server.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections for one purpose, opened when they are first needed.
 *
 * <p>The SDK's pool is not used: if a connection breaks, a waiting thread keeps waiting although a
 * new one could be opened.
 */
final class ConnectionPool implements AutoCloseable {

  private final int kind;
  private final LdapServer settings;
  private final @Nullable ServiceBind serviceBind;
  private final Network network;
  private final IdleConnections idle;
  private final Openings openings;
  private final Turns turns;
  private final Runnable round;
  private volatile boolean closed;

  /**
   * Stores the settings. Opens nothing.
   *
   * @param order the servers; shared by the pools of one directory
   * @param kind what the connections are for, such as {@link CoolDown#USER}
   * @param serviceBind the bind of new connections; null if they are anonymous
   * @param network shared by all pools of an authenticator
   */
  ConnectionPool(
      int kind,
      LdapServer settings,
      ServerOrder order,
      @Nullable ServiceBind serviceBind,
      Connector connector,
      Network network) {
    this.kind = kind;
    this.settings = settings;
    this.serviceBind = serviceBind;
    this.network = network;
    this.idle = new IdleConnections();
    this.openings = new Openings(settings, order, serviceBind, connector, idle);
    this.turns =
        new Turns(
            settings.use().maxConnections(),
            settings.use().responseTimeout().dividedBy(2),
            settings.use().connectTimeout(),
            network.clock());
    this.round = () -> idle.closeWhatIsOver(order);
    network.watchdog().everyRound(round);
  }

  /** Returns the directory's warning when it last accepted the service account. */
  Optional<String> serviceWarning() {
    return serviceBind == null ? Optional.empty() : serviceBind.warning();
  }

  Health.Pool health() {
    return new Health.Pool(
        settings.use().maxConnections(), turns.taken(), idle.size(), turns.waiting());
  }

  /** Returns whether its connections are anonymous. */
  boolean isAnonymous() {
    return serviceBind == null;
  }

  /**
   * Lends a connection. Return it by {@link #checkIn}, {@link #discard} or {@link #retire}.
   *
   * @param only the address to connect to; null for any server that works
   */
  Connection checkOut(Deadline deadline, @Nullable Endpoint only) {
    Server first = only == null ? openings.order().first(deadline) : only.server();
    boolean wasWell = first.isWell();
    Connection connection = inTurn(deadline, first, only, null);
    if (connection != null) {
      return connection;
    }
    // The supplier of the password may take long; meanwhile others have the turn.
    ServiceSecret secret = Objects.requireNonNull(serviceBind).password().ask(settings, deadline);
    boolean failed = only == null && wasWell && !first.isWell();
    try {
      Server next = failed ? openings.order().first(deadline) : first;
      return Objects.requireNonNull(inTurn(deadline, next, only, secret));
    } finally {
      secret.clear();
    }
  }

  private @Nullable Connection inTurn(
      Deadline deadline, Server first, @Nullable Endpoint only, @Nullable ServiceSecret secret) {
    awaitTurn(deadline);
    Connection connection = null;
    boolean isFailure = true;
    try {
      if (closed) {
        throw noConnection(ResultCode.CONNECT_ERROR, "the authenticator is closed", null);
      }
      turns.connects();
      try {
        connection = openings.idleOrNew(first, only, secret, deadline);
      } finally {
        turns.isConnected();
      }
      isFailure = false;
      return connection;
    } finally {
      if (connection == null) {
        turns.giveBack(!isFailure);
      }
    }
  }

  private void awaitTurn(Deadline deadline) {
    long wait = deadline.millisFor(Stage.CONNECT, settings.use().responseTimeout());
    try {
      switch (turns.take(wait)) {
        case TAKEN -> {}
        case TIMED_OUT ->
            throw noConnection(
                ResultCode.CONNECT_ERROR, connectionsWere("in use for " + wait + " ms"), null);
        case HOPELESS ->
            throw noConnection(
                ResultCode.CONNECT_ERROR,
                connectionsWere(
                    "waiting for the directory, which answered nothing for half of"
                        + " responseTimeout(...)"),
                null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noConnection(ResultCode.LOCAL_ERROR, "interrupted while waiting for a connection", e);
    }
  }

  private String connectionsWere(String what) {
    return "all "
        + settings.use().maxConnections()
        + " connections of maxConnections(...) were "
        + what;
  }

  /** Returns the failure of a request on a lent connection. Call it before that is closed. */
  LdapDirectoryException failure(Stage stage, Connection connection, String hint, LDAPException e) {
    return Exchange.failure(stage, connection, hint, e);
  }

  private LdapDirectoryException noConnection(
      ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(
        Stage.WAIT, settings.toString(), code.intValue(), message, cause);
  }

  /** Notes that a lent connection got an answer, before it comes back. */
  void answered() {
    turns.answered();
  }

  /** Takes a connection back on which the last request was answered. */
  void checkIn(Connection connection) {
    connection.endpoint().server().answered(kind, connection.endpoint());
    if (!connection.isConnected()) {
      connection.abort(); // the watchdog closed the socket when the answer had just arrived
    } else if (openings.order().includes(connection.endpoint().server())) {
      connection.used();
      idle.add(connection);
    } else {
      connection.close(); // DNS names the server no longer
    }
    turns.giveBack(true);
  }

  /** Closes a connection that failed, and notes whether the server did. */
  void discard(Connection connection, LDAPException e, Deadline deadline) {
    connection.abort();
    Server server = connection.endpoint().server();
    if (Thread.currentThread().isInterrupted() || !ServerFault.mayAskAnother(codeOf(e))) {
      server.connectionBroke();
    } else if (isFaultOfServer(connection, e, deadline)) {
      server.failed(kind, connection.endpoint(), ResultText.of(e));
    } else {
      server.doubted(kind, ResultText.of(e));
    }
    turns.giveBack(!ServerFault.isTimeout(e));
  }

  /**
   * A user's bind may fail by a fault of the user's entry. A connection that was used before may
   * have been closed by a restart. A short limit proves nothing.
   */
  private boolean isFaultOfServer(Connection connection, LDAPException e, Deadline deadline) {
    if (kind == CoolDown.USER) {
      return false;
    }
    return ServerFault.isTimeout(e)
        ? deadline.isFair(connection.limitMillis(), 1, settings.use().responseTimeout())
        : ServerFault.cannotWork(e) || !connection.isProven();
  }

  /**
   * Returns whether a search of the service account may be sent again after this failure. A server
   * that did not answer is not asked again.
   *
   * @param only the address to stay with; null if another server may be asked
   * @param tries how many times the search was sent
   */
  boolean mayRetry(LDAPException e, @Nullable Endpoint only, int tries) {
    int others = only == null ? openings.order().size() - 1 : 0;
    return tries <= (ServerFault.isTimeout(e) ? others : others + 1);
  }

  private static int codeOf(LDAPException e) {
    return e.getResultCode().intValue();
  }

  /** Closes a connection that may have failed. */
  void discard(Connection connection) {
    connection.abort();
    connection.endpoint().server().connectionBroke();
    turns.giveBack(true);
  }

  /** Closes a working connection that no other session may use. */
  void retire(Connection connection) {
    connection.endpoint().server().answered(kind, connection.endpoint());
    connection.close();
    turns.giveBack(true);
  }

  /** Closes the idle connections. The lent ones are closed when they are returned. */
  @Override
  public void close() {
    closed = true;
    network.watchdog().stop(round);
    idle.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pool of connections for one purpose, opened when they are first needed. */
final class ConnectionPool implements AutoCloseable {

  private final int kind;
  private final LdapServer settings;
  private final @Nullable ServiceBind serviceBind;
  private final Network network;
  private final IdleConnections idle;
  private final Failover failover;
  private final FaultReport faults;
  private final Turns turns;
  private final WaitingLine line;
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
    this.failover = new Failover(settings, order, serviceBind, connector, idle);
    this.faults = new FaultReport(kind, settings.use().responseTimeout());
    this.turns =
        new Turns(
            settings.use().maxConnections(),
            Duration.ofNanos(settings.use().responseTimeout().toNanos() / 2),
            settings.use().connectTimeout(),
            network.clock());
    this.line = new WaitingLine(turns, settings);
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
   * Lends a connection. Return it by {@link #checkIn}, {@link #checkInUnused}, {@link #discard} or
   * {@link #retire}.
   *
   * @param only the address to connect to; null for any server that works
   */
  Connection checkOut(Deadline deadline, @Nullable Endpoint only) {
    Server first = only == null ? failover.order().first(deadline) : only.server();
    boolean isLent = false;
    try {
      Connection connection = checkOut(deadline, first, only);
      isLent = true;
      return connection;
    } finally {
      if (!isLent) {
        first.coolDown().endTrial();
      }
    }
  }

  private Connection checkOut(Deadline deadline, Server first, @Nullable Endpoint only) {
    boolean wasWell = first.isWell();
    Connection connection = inTurn(deadline, first, only, null);
    if (connection != null) {
      return connection;
    }
    // The supplier of the password may take long; meanwhile others have the turn.
    ServiceSecret secret = Objects.requireNonNull(serviceBind).password().ask(settings, deadline);
    boolean failed = only == null && wasWell && !first.isWell();
    try {
      Server next = failed ? failover.order().first(deadline) : first;
      return Objects.requireNonNull(inTurn(deadline, next, only, secret));
    } finally {
      secret.clear();
    }
  }

  private @Nullable Connection inTurn(
      Deadline deadline, Server first, @Nullable Endpoint only, @Nullable ServiceSecret secret) {
    line.await(deadline);
    Connection connection = null;
    boolean isFailure = true;
    try {
      if (closed) {
        throw line.failed(ResultCode.CONNECT_ERROR, "the authenticator is closed", null);
      }
      turns.connects();
      try {
        connection = failover.idleOrNew(first, only, secret, deadline);
      } finally {
        turns.isConnected();
      }
      isFailure = false;
      return connection;
    } finally {
      if (isFailure) {
        turns.failed();
      }
      if (connection == null) {
        turns.giveBack();
      }
    }
  }

  /** Notes that a lent connection got an answer, and stays lent. */
  void answered() {
    turns.answered();
  }

  /** Takes a connection back on which the last request was answered. */
  void checkIn(Connection connection) {
    try {
      connection.endpoint().server().answered(kind, connection.endpoint());
      connection.used();
      turns.answered();
    } finally { // a log appender may throw
      checkInUnused(connection);
    }
  }

  /** Takes a connection back on which nothing was sent, which says nothing about the server. */
  void checkInUnused(Connection connection) {
    if (!connection.isReusable()) {
      connection.abort(); // as the watchdog did, perhaps, when the answer had just arrived
    } else if (failover.order().includes(connection.endpoint().server())) {
      idle.add(connection);
    } else {
      connection.close(); // DNS names the server no longer
    }
    turns.giveBack();
  }

  /** Closes a connection that failed, and notes whether the server did. */
  void discard(Connection connection, LDAPException e, Deadline deadline) {
    try {
      connection.abort();
      note(connection, e, deadline);
    } finally {
      turns.giveBack();
    }
  }

  private void note(Connection connection, LDAPException e, Deadline deadline) {
    if (ServerFault.isTimeout(e)) {
      turns.failed();
    } else {
      turns.answered();
    }
    faults.report(connection, e, deadline);
  }

  /**
   * Returns whether a search of the service account may be sent again after this failure. A server
   * that did not answer is not asked again.
   *
   * @param only the address to stay with; null if another server may be asked
   * @param tries how many times the search was sent
   */
  boolean mayRetry(LDAPException e, @Nullable Endpoint only, int tries) {
    int others = only == null ? failover.order().size() - 1 : 0;
    return tries <= (ServerFault.isTimeout(e) ? others : others + 1);
  }

  /** Closes a connection that may have failed. */
  void discard(Connection connection) {
    connection.abort();
    connection.endpoint().server().connectionBroke();
    turns.giveBack();
  }

  /** Closes a working connection that no other session may use. */
  void retire(Connection connection) {
    try {
      connection.close();
      connection.endpoint().server().answered(kind, connection.endpoint());
      turns.answered();
    } finally {
      turns.giveBack();
    }
  }

  /** Closes the idle connections. The lent ones are closed when they are returned. */
  @Override
  public void close() {
    closed = true;
    network.watchdog().stop(round);
    idle.close();
  }
}

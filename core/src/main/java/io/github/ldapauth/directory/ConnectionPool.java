// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections for one purpose, opened when they are first needed.
 *
 * <p>The SDK's pool is not used: if a connection breaks, a waiting thread keeps waiting although a
 * new one could be opened.
 */
final class ConnectionPool implements AutoCloseable {

  private final LdapServer server;
  private final ServerOrder order;
  private final @Nullable ServiceBind serviceBind;
  private final IdleConnections idle;
  private final Semaphore turns;
  private volatile boolean closed;

  /**
   * Stores the settings. Opens nothing.
   *
   * @param order the servers; shared by the pools of one directory
   * @param lastBreak when a connection last broke, in milliseconds since the epoch; shared by the
   *     pools of one directory
   */
  ConnectionPool(
      LdapServer server,
      ServerOrder order,
      @Nullable ServiceBind serviceBind,
      AtomicLong lastBreak) {
    this(server, order, serviceBind, lastBreak, InstantSource.system());
  }

  ConnectionPool(
      LdapServer server,
      ServerOrder order,
      @Nullable ServiceBind serviceBind,
      AtomicLong lastBreak,
      InstantSource clock) {
    this.server = server;
    this.order = order;
    this.serviceBind = serviceBind;
    this.idle = new IdleConnections(server, order, lastBreak, clock);
    this.turns = new Semaphore(server.maxConnections(), true);
  }

  /** Returns the directory's warning when it last accepted the service account. */
  Optional<PasswordWarning> serviceWarning() {
    return serviceBind == null ? Optional.empty() : serviceBind.warning();
  }

  /** Returns whether its connections are anonymous. */
  boolean isAnonymous() {
    return serviceBind == null;
  }

  /**
   * Lends a connection. Return it by {@link #checkIn}, {@link #discard} or {@link #retire}. Only
   * the opening of a connection may continue after the deadline.
   *
   * @param only the server to connect to, or {@link ServerOrder#ANY}
   */
  LDAPConnection checkOut(Deadline deadline, int only) {
    awaitTurn(deadline);
    try {
      return idleOrNew(deadline, only);
    } catch (Throwable e) { // a supplier of passwords may throw anything
      turns.release();
      throw e;
    }
  }

  private void awaitTurn(Deadline deadline) {
    long wait = deadline.millisFor(Stage.CONNECT, server.responseTimeout());
    try {
      if (!turns.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
        throw noConnection(
            ResultCode.CONNECT_ERROR,
            "all " + server.maxConnections() + " connections were in use for " + wait + " ms",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noConnection(ResultCode.LOCAL_ERROR, "interrupted while waiting for a connection", e);
    }
  }

  /** Returns the server of a lent connection. */
  int serverOf(LDAPConnection connection) {
    return order.serverOf(connection);
  }

  private LDAPConnection idleOrNew(Deadline deadline, int only) {
    if (closed) {
      throw noConnection(ResultCode.CONNECT_ERROR, "the authenticator is closed", null);
    }
    LDAPConnection connection = idle.take(only, deadline);
    return connection == null ? open(deadline, only) : connection;
  }

  private LDAPConnection open(Deadline deadline, int only) {
    if (serviceBind == null) {
      return connect(only);
    }
    List<String> addresses =
        only == ServerOrder.ANY
            ? server.addresses().stream().map(ServerAddress::toString).toList()
            : List.of(order.name(only));
    return serviceBind.open(server, addresses, () -> connect(only), deadline);
  }

  private LDAPConnection connect(int only) {
    boolean isFree = only == ServerOrder.ANY;
    try {
      return isFree ? order.connect() : order.connectTo(only);
    } catch (LDAPException e) {
      String message = TlsHint.before(e, server.protocol()) + ResultText.of(e);
      throw new LdapDirectoryException(
          stageOf(e),
          isFree ? server.toString() : order.name(only),
          e.getResultCode().intValue(),
          isFree ? message : message + " (this server answered the first request of the sign-in)",
          e);
    }
  }

  /** Returns the failure of a request on a lent connection. Call it before that is closed. */
  LdapDirectoryException failure(
      Stage stage, LDAPConnection connection, String hint, LDAPException e) {
    String notLdap = server.hintBeforeAnswer(e);
    return notLdap.isEmpty()
        ? Exchange.failure(stage, connection, hint, e)
        : Exchange.failure(Stage.CONNECT, connection, notLdap, e);
  }

  private LdapDirectoryException noConnection(
      ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(
        Stage.WAIT, server.toString(), code.intValue(), message, cause);
  }

  void checkIn(LDAPConnection connection) {
    if (connection.isConnected()) {
      idle.add(connection);
    }
    turns.release();
    if (closed) {
      idle.closeAll();
    }
  }

  /** Closes a connection that failed, or may have failed. */
  void discard(LDAPConnection connection) {
    idle.suspectAll();
    retire(connection);
  }

  /** Closes a working connection that no other session may use. */
  void retire(LDAPConnection connection) {
    connection.close();
    turns.release();
  }

  /** Closes the idle connections. The lent ones are closed when they are returned. */
  @Override
  public void close() {
    closed = true;
    idle.closeAll();
  }

  private static Stage stageOf(LDAPException e) {
    if (e instanceof LDAPExtendedOperationException) {
      return Stage.TLS;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return Stage.TLS;
      }
    }
    return Stage.CONNECT;
  }
}

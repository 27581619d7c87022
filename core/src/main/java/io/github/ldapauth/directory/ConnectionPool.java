// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections for one purpose, opened when they are first needed.
 *
 * <p>A connection that may have died unnoticed is tried before it is lent: one that was idle for
 * ten seconds, or was last used before any connection to the directory broke. So a restart of the
 * directory costs nobody a sign-in, although a bind as a person is never sent twice.
 */
final class ConnectionPool implements AutoCloseable {

  private static final Duration TRUSTED_IDLE_TIME = Duration.ofSeconds(10);
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final LDAPConnectionPool pool;
  private final LdapServer server;
  private final @Nullable ServiceBind serviceBind;
  private final AtomicLong lastBreak;

  /**
   * Opens nothing yet.
   *
   * @param lastBreak when a connection last broke, in milliseconds since the epoch; shared by the
   *     pools of one directory
   */
  ConnectionPool(LdapServer server, @Nullable ServiceBind serviceBind, AtomicLong lastBreak) {
    this.server = server;
    this.serviceBind = serviceBind;
    this.lastBreak = lastBreak;
    try {
      pool = new LDAPConnectionPool(ServerSets.of(server), null, 0, server.maxConnections(), null);
    } catch (LDAPException e) {
      throw new IllegalStateException("a pool without connections could not be made", e);
    }
    pool.setCreateIfNecessary(false);
    pool.setMaxWaitTimeMillis(server.responseTimeout().toMillis());
    pool.setMaxConnectionAgeMillis(MAX_AGE.toMillis());
    pool.setRetryFailedOperationsDueToInvalidConnections(false);
    pool.setTrySynchronousReadDuringHealthCheck(true);
  }

  LDAPConnection checkOut() {
    LDAPConnection connection = openConnection();
    if (serviceBind != null && connection.getLastBindRequest() == null) {
      try {
        serviceBind.bind(connection);
      } catch (RuntimeException e) {
        pool.discardConnection(connection);
        throw e;
      }
    }
    return connection;
  }

  private LDAPConnection openConnection() {
    try {
      while (true) {
        LDAPConnection connection = pool.getConnection();
        if (!isSuspect(connection) || answers(connection)) {
          return connection;
        }
        pool.discardConnection(connection);
      }
    } catch (LDAPException e) {
      throw new LdapDirectoryException(
          stageOf(e), server.toString(), e.getResultCode().intValue(), ResultText.of(e), e);
    }
  }

  void checkIn(LDAPConnection connection) {
    pool.releaseConnection(connection);
  }

  /** Closes a connection that failed or whose state is unknown. */
  void discard(LDAPConnection connection) {
    lastBreak.set(System.currentTimeMillis());
    pool.discardConnection(connection);
  }

  /** Closes a connection that works, but that nobody else may use. */
  void retire(LDAPConnection connection) {
    pool.discardConnection(connection);
  }

  @Override
  public void close() {
    pool.close();
  }

  private boolean isSuspect(LDAPConnection connection) {
    long lastUse = connection.getLastCommunicationTime();
    return lastUse <= lastBreak.get()
        || System.currentTimeMillis() - lastUse > TRUSTED_IDLE_TIME.toMillis();
  }

  /** Reads nothing from the root DSE: any answer, a refusal too, shows that somebody is there. */
  private boolean answers(LDAPConnection connection) {
    SearchRequest probe =
        new SearchRequest("", SearchScope.BASE, Filter.createPresenceFilter("objectClass"), "1.1");
    probe.setFollowReferrals(false);
    probe.setResponseTimeoutMillis(server.connectTimeout().toMillis());
    try {
      connection.search(probe);
      return true;
    } catch (LDAPSearchException e) {
      return e.getResultCode().isConnectionUsable();
    }
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

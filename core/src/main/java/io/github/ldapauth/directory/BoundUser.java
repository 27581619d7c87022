// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A user, bound on a connection that no other session uses. Closing this closes the connection. */
final class BoundUser implements AutoCloseable {

  private final Connection connection;
  private final ConnectionPool pool;
  private final Trace trace;

  /** An application's type of groups may search on several threads. */
  private final Lock turn = new ReentrantLock();

  private boolean isBroken;

  /**
   * Takes over a connection.
   *
   * @param pool the pool that lent it
   * @param trace gets the requests of the user
   */
  BoundUser(Connection connection, ConnectionPool pool, Trace trace) {
    this.connection = connection;
    this.pool = pool;
    this.trace = trace;
  }

  Connection connection() {
    return connection;
  }

  /** Searches once, with the rights of the user. */
  LdapSearch.Result search(PagedSearch search) {
    turn.lock();
    try {
      LdapSearch.Result found = search.send(connection, pool::answered);
      pool.answered();
      return found;
    } catch (LDAPException e) {
      throw failure(search.stage(), search.hint(e), e);
    } finally {
      turn.unlock();
    }
  }

  /** Asks the directory for the authorization identity of the user (RFC 4532). */
  String whoAmI(long timeoutMillis) {
    try {
      LdapRequest request = LdapRequest.whoAmI();
      return Exchange.require(Stage.USER_BIND, connection, timeoutMillis, trace, request)
          .responseValue();
    } catch (LDAPException e) {
      throw failure(Stage.USER_BIND, "", e);
    }
  }

  private LdapDirectoryException failure(Stage stage, String hint, LDAPException e) {
    isBroken |= !e.getResultCode().isConnectionUsable();
    return Exchange.failure(stage, connection, hint, e);
  }

  @Override
  public void close() {
    if (isBroken) {
      pool.discard(connection);
    } else {
      pool.retire(connection);
    }
  }
}

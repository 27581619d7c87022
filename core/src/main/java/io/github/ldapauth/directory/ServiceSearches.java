// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;

/** The searches of the service account in one session. */
final class ServiceSearches {

  private final ConnectionPool pool;
  private final RoundTrip roundTrip;
  private final Deadline deadline;
  private final ChosenServer server;

  ServiceSearches(
      ConnectionPool pool, RoundTrip roundTrip, Deadline deadline, ChosenServer server) {
    this.pool = pool;
    this.roundTrip = roundTrip;
    this.deadline = deadline;
    this.server = server;
  }

  /**
   * Sends a search: once more on another connection if the first one is dead, and to the next
   * server if one cannot work now and the session is not bound to it.
   */
  LdapSearch.Result send(PagedSearch search) {
    return send(search, 1);
  }

  private LdapSearch.Result send(PagedSearch search, int tries) {
    Connection connection = pool.checkOut(deadline, server.get());
    LdapSearch.Result found;
    try {
      long start = System.nanoTime();
      found = search.send(connection, pool::answered);
      roundTrip.took(System.nanoTime() - start);
    } catch (LDAPException e) {
      String hint = pool.isAnonymous() ? AnonymousHint.before(search.stage(), e) : "";
      LdapDirectoryException failure =
          Exchange.failure(search.stage(), connection, hint + search.hint(e), e);
      if (e.getResultCode().isConnectionUsable()) {
        server.stayWith(connection);
        pool.checkIn(connection);
        throw failure;
      }
      pool.discard(connection, e, deadline);
      if (pool.mayRetry(e, server.get(), tries) && !deadline.hasPassed()) {
        return send(search, tries + 1);
      }
      throw failure;
    } catch (LdapDirectoryException e) {
      pool.checkIn(connection);
      throw e;
    } catch (RuntimeException | Error e) {
      pool.discard(connection);
      throw e;
    }
    server.stayWith(connection);
    pool.checkIn(connection);
    return found;
  }
}

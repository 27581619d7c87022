// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.DeadlineSocket.Idle;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of a pool.
 *
 * <p>A connection that the server closed is never lent. A connection is tested by a request before
 * it is lent if it was idle for ten seconds, if the server sent something on it, or if another
 * connection to the server broke since its last use. So no sign-in fails after a restart of the
 * directory, although a bind as a user is never sent twice.
 */
final class IdleConnections implements AutoCloseable {

  /** The one used last comes first, so that all others have been idle longer. */
  private final Deque<Connection> connections = new ConcurrentLinkedDeque<>();

  private volatile boolean isClosed;

  /** Returns how many connections are idle. */
  int size() {
    return connections.size();
  }

  /**
   * Takes a connection to an address; null if there is none. The server did not close it, as far as
   * is known.
   */
  @Nullable Connection take(Endpoint wanted) {
    Connection rested = take(wanted, Connection::isRested);
    return rested == null ? take(wanted, any -> true) : rested;
  }

  private @Nullable Connection take(Endpoint wanted, Predicate<Connection> test) {
    for (Connection connection : connections) {
      if (connection.endpoint() == wanted && test.test(connection) && takes(connection)) {
        boolean isEnded = connection.look() == Idle.END;
        if (!isEnded && !connection.isOld()) {
          return connection;
        }
        close(connection, isEnded);
      }
    }
    return null;
  }

  /**
   * Searches the root DSE for no attributes. Any answer shows that the connection works, even an
   * error.
   *
   * @return false if the connection is broken, which says nothing about the server
   * @throws LDAPException if the server does not answer, or cannot work now
   */
  static boolean answers(Connection connection, Deadline deadline, long millis)
      throws LDAPException {
    LdapRequest probe =
        LdapRequest.search(() -> "probe of the root DSE", LdapSearch.ROOT_DSE, null, null);
    try {
      Exchange.require(Stage.CONNECT, connection, millis, deadline.trace(), probe);
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().isConnectionUsable()) {
        return true;
      }
      if (ServerFault.cannotWork(e)) {
        throw e;
      }
      return false;
    }
  }

  /** Takes a connection, unless another thread has it. */
  private boolean takes(Connection connection) {
    return connection.take() && remove(connection);
  }

  private boolean remove(Connection connection) {
    return connections.remove(connection);
  }

  /** Closes the connections to an address without an unbind. */
  void abort(Endpoint broken) {
    for (Connection connection : connections) {
      if (connection.endpoint() == broken && takes(connection)) {
        connection.abort();
      }
    }
  }

  /**
   * Closes the connections that the server closed, those that are old, and those to an address that
   * new sessions do not use.
   */
  void closeWhatIsOver(ServerOrder order) {
    Endpoint used = order.current();
    for (Connection connection : connections) {
      if (connection.take()) {
        boolean isUnused =
            used == null
                ? !order.includes(connection.endpoint().server())
                : connection.endpoint() != used;
        boolean isEnded = connection.look() == Idle.END;
        if (isEnded || isUnused || connection.isOld()) {
          remove(connection);
          close(connection, isEnded);
        } else {
          connection.putBack();
        }
      }
    }
    closeAllIfClosed();
  }

  private static void close(Connection connection, boolean isEnded) {
    if (isEnded) {
      connection.abort();
    } else {
      connection.close();
    }
  }

  /** Adds a connection that works. */
  void add(Connection connection) {
    connections.addFirst(connection); // first, as a thread that takes it removes it
    connection.putBack();
    closeAllIfClosed();
  }

  /** Closes all connections, also those that are added from now on. */
  @Override
  public void close() {
    isClosed = true;
    closeAllIfClosed();
  }

  private void closeAllIfClosed() {
    if (isClosed) {
      for (Connection connection : connections) {
        if (takes(connection)) {
          connection.close();
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bind as a user in one session. */
final class PasswordChecks {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private final Connections connections;
  private final ConnectionPool pool;
  private final Deadline deadline;
  private final ChosenServer server;

  PasswordChecks(Connections connections, Deadline deadline, ChosenServer server) {
    this.connections = connections;
    this.pool = connections.passwords();
    this.deadline = deadline;
    this.server = server;
  }

  /**
   * Binds once, at the server that the session stays with from then on.
   *
   * @param first runs before the bind is sent, when the server is chosen
   * @param wanted whether the connection is of use after an answer
   * @param accepted takes the connection if the bind succeeded with such an answer
   */
  PasswordCheck send(
      UserBind bind,
      Runnable first,
      Predicate<PasswordCheck> wanted,
      Consumer<Connection> accepted) {
    Connection connection = pool.checkOut(deadline, server.get());
    try {
      server.stayWith(connection);
      long timeout = deadline.millisFor(Stage.USER_BIND, connections.responseTimeout());
      first.run();
      long start = System.nanoTime();
      PasswordCheck check = bind.send(connection, timeout, deadline.trace(), this::logMalformed);
      connections.roundTrip().took(System.nanoTime() - start);
      if (wanted.test(check)) {
        accepted.accept(connection);
      } else {
        // The bind may have succeeded only to change the password, so do not reuse the connection.
        pool.retire(connection);
      }
      return check;
    } catch (LDAPException e) {
      LdapDirectoryException failure = Exchange.failure(Stage.USER_BIND, connection, "", e);
      if (e.getResultCode().isConnectionUsable()) {
        pool.checkIn(connection);
      } else {
        pool.discard(connection, e, deadline);
      }
      return BindResponse.read(e.toLDAPResult(), this::logMalformed).orElseThrow(() -> failure);
    } catch (RuntimeException | Error e) {
      pool.discard(connection);
      throw e;
    }
  }

  private void logMalformed() {
    if (connections.isFirst(PasswordPolicyControls.class)) {
      LOG.warn(
          "the password policy control in an answer to a bind cannot be decoded. It is ignored;"
              + " this is logged once");
    }
  }
}

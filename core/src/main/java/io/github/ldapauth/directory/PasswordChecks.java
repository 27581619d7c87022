// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The binds as a user in one session. Closing this closes the connection that a user keeps. */
final class PasswordChecks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private final Connections connections;
  private final ConnectionPool pool;
  private final Deadline deadline;
  private final ChosenServer server;
  private final List<SideRead<?>> beside = new ArrayList<>();
  private @Nullable BoundUser user;

  PasswordChecks(Connections connections, Deadline deadline, ChosenServer server) {
    this.connections = connections;
    this.pool = connections.passwords();
    this.deadline = deadline;
    this.server = server;
  }

  /** Has a read run on another thread when the next bind is sent. */
  void beside(SideRead<?> read) {
    beside.add(read);
  }

  /** Binds once. The connection returns to the pool. */
  PasswordCheck check(String name, char[] password) {
    return send(name, password, PasswordCheck::isAccepted, pool::checkIn);
  }

  /**
   * Binds once.
   *
   * @param wanted for which answers the user keeps the connection
   */
  PasswordCheck bind(String name, char[] password, Predicate<PasswordCheck> wanted) {
    return send(
        name,
        password,
        wanted,
        connection -> user = new BoundUser(connection, pool, deadline.trace()));
  }

  /** Returns the user that kept a connection; null if there is none. */
  @Nullable BoundUser user() {
    return user;
  }

  /** Hands over the connection of the user, for the caller to close; null if there is none. */
  @Nullable Connection release() {
    Connection connection = user == null ? null : user.connection();
    user = null;
    return connection;
  }

  private PasswordCheck send(
      String name,
      char[] password,
      Predicate<PasswordCheck> wanted,
      Consumer<Connection> accepted) {
    try (UserBind bind = new UserBind(name, password)) {
      return send(bind, wanted, accepted);
    }
  }

  /** Sends a bind to the server that the session stays with from then on. */
  private PasswordCheck send(
      UserBind bind, Predicate<PasswordCheck> wanted, Consumer<Connection> accepted) {
    Connection connection = pool.checkOut(deadline, server.get());
    LdapResult result;
    PasswordCheck check;
    try {
      server.stayWith(connection);
      long timeout = deadline.millisFor(Stage.USER_BIND, connections.responseTimeout());
      for (SideRead<?> read : beside) {
        connections.threads().run(read);
      }
      beside.clear();
      long start = System.nanoTime();
      result = bind.send(connection, timeout, deadline.trace());
      connections.roundTrip().took(System.nanoTime() - start);
      check = BindResponse.read(result, this::logMalformed).orElseThrow(result::failure);
    } catch (LDAPException e) {
      LdapDirectoryException failure = Exchange.failure(Stage.USER_BIND, connection, "", e);
      if (e.getResultCode().isConnectionUsable()) {
        pool.checkIn(connection);
      } else {
        pool.discard(connection, e, deadline);
      }
      throw failure;
    } catch (RuntimeException | Error e) {
      pool.discard(connection);
      throw e;
    }
    if (!result.isSuccess()) {
      pool.checkIn(connection);
    } else if (wanted.test(check)) {
      accepted.accept(connection);
    } else {
      // The bind may have succeeded only to change the password, so do not reuse the connection.
      pool.retire(connection);
    }
    return check;
  }

  private void logMalformed() {
    if (connections.isFirst(PasswordPolicyControls.class)) {
      LOG.warn(
          "the password policy control in an answer to a bind cannot be decoded. It is ignored;"
              + " this is logged once");
    }
  }

  @Override
  public void close() {
    if (user != null) {
      user.close();
      user = null;
    }
  }
}

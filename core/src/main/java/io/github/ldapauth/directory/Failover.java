// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a pool, tried in their order up to the first that gives a connection. They share
 * the time that is left, so that one that hangs leaves time for the next.
 *
 * @param serviceBind the bind of new connections; null if they are anonymous
 */
record Failover(
    LdapServer settings,
    ServerOrder order,
    @Nullable ServiceBind serviceBind,
    Connector connector,
    IdleConnections idle) {

  /** Among how many servers the time is shared at most, as DNS may name hundreds. */
  private static final int MOST = 4;

  /**
   * Returns an idle connection or a new one; null if a new one needs the password of the service
   * account, which must be asked for first.
   *
   * @param first the server to begin with
   * @param only the address to stay with; null if other servers may follow
   * @param secret the password, if it was asked for
   * @throws LdapDirectoryException if no server can be used
   */
  @Nullable Connection idleOrNew(
      Server first, @Nullable Endpoint only, @Nullable ServiceSecret secret, Deadline deadline) {
    if (only != null) {
      return new ConnectionAttempt(this, first, only, secret, deadline, 1).run();
    }
    int servers = 1 + order.wellBeside(first);
    LdapDirectoryException failure;
    try {
      return new ConnectionAttempt(this, first, null, secret, deadline, Math.min(servers, MOST))
          .run();
    } catch (LdapDirectoryException e) {
      failure = e;
    }
    for (Server next : next(first, failure)) {
      if (!mayAskAnother(failure, deadline)) {
        break;
      }
      servers = Math.max(1, servers - 1);
      try {
        return new ConnectionAttempt(this, next, null, secret, deadline, Math.min(servers, MOST))
            .run();
      } catch (LdapDirectoryException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** Returns the servers to try next. One that is busy gets a second try if there is no other. */
  private List<Server> next(Server first, LdapDirectoryException failure) {
    List<Server> others = new ArrayList<>(order.others(first));
    if (others.isEmpty() && failure.resultCode().orElse(-1) == ResultCode.BUSY_INT_VALUE) {
      others.add(first);
    }
    return others;
  }

  private static boolean mayAskAnother(LdapDirectoryException failure, Deadline deadline) {
    boolean isServers =
        switch (failure.stage()) {
          case CONNECT, TLS -> true;
          case SERVICE_BIND -> ServerFault.mayAskAnother(failure.resultCode().orElse(-1));
          default -> false;
        };
    return isServers && !deadline.hasPassed() && !Thread.currentThread().isInterrupted();
  }
}

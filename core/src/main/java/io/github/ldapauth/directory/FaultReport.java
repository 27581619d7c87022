// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;

/**
 * What failed requests say about servers.
 *
 * @param kind the kind of requests, such as {@link CoolDown#USER}
 */
record FaultReport(int kind, Duration responseTimeout) {

  /** Reports a failed request to the server of its connection. */
  void report(Connection connection, LDAPException e, Deadline deadline) {
    Server server = connection.endpoint().server();
    boolean isOfServer = ServerFault.mayAskAnother(e.getResultCode().intValue());
    if (Thread.currentThread().isInterrupted() || !isOfServer) {
      server.connectionBroke();
    } else if (isProof(connection, e, deadline)) {
      server.failed(kind, connection.endpoint(), ResultText.of(e));
    } else {
      server.doubted(kind, ResultText.of(e));
    }
  }

  /**
   * A user's bind may fail by a fault of the user's entry. A connection that was used before may
   * have been closed by a restart. A short limit proves nothing.
   */
  private boolean isProof(Connection connection, LDAPException e, Deadline deadline) {
    if (kind == CoolDown.USER) {
      return false;
    }
    return ServerFault.isTimeout(e)
        ? deadline.isFair(connection.limitMillis(), 1, responseTimeout)
        : ServerFault.cannotWork(e) || !connection.isProven();
  }
}

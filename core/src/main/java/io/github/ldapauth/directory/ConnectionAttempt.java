// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The attempt to get a connection to one server: an idle one, or a new one. If the server fails, it
 * is left alone from then on.
 */
final class ConnectionAttempt {

  private final Failover failover;
  private final Server server;
  private final @Nullable Endpoint only;
  private final @Nullable ServiceSecret asked;
  private final Deadline deadline;
  private final int servers;
  private final boolean hasOthers;

  /** How long it may take to connect. */
  private final long millis;

  private final long start = System.nanoTime();

  /** Whether the server must answer something first, as it failed before and others may work. */
  private boolean mustAnswer;

  /**
   * Notes what is needed.
   *
   * @param asked the password of the service account, if it was asked for
   * @param servers how many servers share the time that is left
   */
  ConnectionAttempt(
      Failover failover,
      Server server,
      @Nullable Endpoint only,
      @Nullable ServiceSecret asked,
      Deadline deadline,
      int servers) {
    this.failover = failover;
    this.server = server;
    this.only = only;
    this.asked = asked;
    this.deadline = deadline;
    this.servers = servers;
    this.millis = deadline.millisForOneOf(servers, failover.settings().use().connectTimeout());
    this.hasOthers = only == null && failover.order().size() > 1;
    this.mustAnswer = hasOthers && !server.isWell();
  }

  /** Returns a connection; null if the password of the service account must be asked for first. */
  @Nullable Connection run() {
    try {
      Connection used = idle();
      if (used != null) {
        return used;
      }
      ServiceBind bind = failover.serviceBind();
      ServiceSecret secret = asked == null && bind != null ? bind.password().atHand() : asked;
      return bind != null && secret == null ? null : open(bind, secret);
    } catch (LDAPException e) {
      throw failed(e);
    }
  }

  private @Nullable Connection idle() {
    Endpoint wanted = only == null ? server.current() : only;
    Connection used = wanted == null ? null : failover.idle().take(wanted);
    if (used == null || (!mustAnswer && !used.isSuspect()) || answers(used)) {
      return used;
    }
    // All may be dead although the server is well: after a restart, or at a firewall.
    failover.idle().abort(used.endpoint());
    server.connectionBroke();
    mustAnswer = hasOthers;
    return null;
  }

  /** Tests a connection; half of the time is for a new one. Closes it if it does not work. */
  private boolean answers(Connection used) {
    boolean answers = false;
    try {
      if (IdleConnections.answers(used, deadline, Math.max(1, millis / 2))) {
        server.works(used.endpoint());
        answers = true;
      }
      return answers;
    } catch (LDAPException e) {
      return false;
    } finally {
      if (!answers) {
        used.abort();
      }
    }
  }

  private Connection open(@Nullable ServiceBind bind, @Nullable ServiceSecret secret)
      throws LDAPException {
    if (bind != null && secret != null) {
      bind.requireAllowed(
          only == null ? failover.order().names() : List.of(server.toString()), secret);
    }
    long most = deadline.millisForOneOf(servers, Deadline.LONGEST);
    Connection connection =
        Exchange.connect(
            server.address(),
            deadline.trace(),
            () -> failover.connector().open(server, only, most, millisLeft()));
    boolean isReady = false;
    try {
      if (bind != null && secret != null) {
        bind(connection, bind, secret);
      } else if (mustAnswer && !IdleConnections.answers(connection, deadline, millisLeft())) {
        throw new LDAPException(ResultCode.SERVER_DOWN, "the server closed the connection");
      }
      if (bind != null || mustAnswer) {
        server.works(connection.endpoint());
      } else {
        server.accepted(connection.endpoint());
      }
      isReady = true;
      return connection;
    } finally {
      if (!isReady) {
        connection.close();
      }
    }
  }

  private long millisLeft() {
    return Math.max(1, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void bind(Connection connection, ServiceBind bind, ServiceSecret secret) {
    long most = deadline.millisForOneOf(servers, failover.settings().use().responseTimeout());
    try {
      bind.send(connection, secret, deadline.trace(), most);
    } catch (LdapDirectoryException e) {
      int code = e.resultCode().orElse(-1);
      if (ServerFault.mayAskAnother(code)) {
        boolean isFair =
            code != ResultCode.TIMEOUT_INT_VALUE
                || deadline.isFair(most, servers, failover.settings().use().responseTimeout());
        report(CoolDown.SERVICE, isFair, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private LdapDirectoryException failed(LDAPException e) {
    boolean isFair =
        !ServerFault.isTimeout(e)
            || deadline.isFair(millis, servers, failover.settings().use().connectTimeout());
    report(CoolDown.NONE, isFair, ResultText.of(e));
    return only == null
        ? failure(e, failover.settings(), failover.order().namesBeside(server), "")
        : failure(
            e,
            failover.settings(),
            server.toString(),
            " (this server answered the first request of the sign-in)");
  }

  /**
   * Returns the failure to connect to a server, with a hint.
   *
   * @param end put after the text of the failure
   */
  static LdapDirectoryException failure(
      LDAPException e, LdapServer settings, String server, String end) {
    String message = TlsHint.before(e, settings) + ResultText.of(e) + end;
    return new LdapDirectoryException(stageOf(e), server, e.getResultCode().intValue(), message, e);
  }

  /** An interrupted thread has learned nothing about the server. */
  private void report(int kind, boolean isFair, String reason) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    if (!isFair) {
      server.doubted(CoolDown.SERVICE, reason);
    } else if (only != null) {
      server.failed(kind, only, reason);
    } else {
      server.failed(kind, reason);
    }
  }

  private static Stage stageOf(LDAPException e) {
    if (e instanceof Handshake.Refused) {
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

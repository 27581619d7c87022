// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds a new connection for searches as the service account.
 *
 * <p>The SDK's pool could do that too, but it zeroes what a supplier returns, sends an empty
 * password that comes from one, and loses connections when one throws. After the directory refused
 * the bind, it is not tried again for a while, which doubles each time: a wrong password that is
 * tried at each sign-in would lock the service account.
 */
final class ServiceBind {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Dn dn;
  private final Supplier<String> password;
  private final Duration responseTimeout;
  private final LongSupplier nanoTime;

  private Duration pause = Duration.ZERO;
  private long pausedSince;
  private String refusal = "";
  private ResultCode refusalCode = ResultCode.SUCCESS;

  ServiceBind(Dn dn, Supplier<String> password, Duration responseTimeout, LongSupplier nanoTime) {
    this.dn = dn;
    this.password = password;
    this.responseTimeout = responseTimeout;
    this.nanoTime = nanoTime;
  }

  /**
   * Binds the connection.
   *
   * @throws LdapDirectoryException if that fails, or failed a moment ago
   */
  void bind(LDAPConnection connection, Deadline deadline) {
    String server = connection.getHostPort();
    refuseWhilePaused(server);
    try {
      SimpleBindRequest request = new SimpleBindRequest(dn.sdk(), secret(server));
      request.setFollowReferrals(false);
      request.setResponseTimeoutMillis(deadline.millisFor(Stage.SERVICE_BIND, responseTimeout));
      connection.bind(request);
      succeeded();
    } catch (LDAPException e) {
      failed(e);
      throw failure(server, e.getResultCode(), dn + " could not bind: " + ResultText.of(e), e);
    }
  }

  private byte[] secret(String server) {
    String text;
    try {
      text = password.get();
    } catch (RuntimeException e) {
      throw failure(
          server, ResultCode.LOCAL_ERROR, "the password supplier of " + dn + " threw " + e, e);
    }
    // Suppliers that were written without null checks in mind may return null all the same.
    if (text == null || text.isEmpty()) {
      throw failure(
          server,
          ResultCode.LOCAL_ERROR,
          "the password supplier of " + dn + " returned no password",
          null);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static LdapDirectoryException failure(
      String server, ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(Stage.SERVICE_BIND, server, code.intValue(), message, cause);
  }

  private synchronized void refuseWhilePaused(String server) {
    Duration left = pause.minusNanos(nanoTime.getAsLong() - pausedSince);
    if (left.compareTo(Duration.ZERO) > 0) {
      String message = refusal + " (not tried again for " + left.toMillis() + " ms)";
      throw failure(server, refusalCode, message, null);
    }
  }

  private synchronized void failed(LDAPException e) {
    if (!e.getResultCode().isConnectionUsable()) {
      return;
    }
    Duration doubled = pause.multipliedBy(2);
    pause =
        pause.isZero()
            ? FIRST_PAUSE
            : doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    pausedSince = nanoTime.getAsLong();
    refusal = dn + " could not bind: " + ResultText.of(e);
    refusalCode = e.getResultCode();
  }

  private synchronized void succeeded() {
    pause = Duration.ZERO;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds a new connection for searches as the service account.
 *
 * <p>The SDK's pool could do that too, but it zeroes what a supplier returns, sends an empty
 * password that comes from one, and loses connections when one throws. After a server refused the
 * bind, it is not tried there again for a while, which doubles each time: a wrong password that is
 * tried at each sign-in would lock the service account.
 */
final class ServiceBind {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Dn dn;
  private final Supplier<String> password;
  private final Duration responseTimeout;
  private final LongSupplier nanoTime;

  private final Map<String, Refusal> refusals = new HashMap<>();

  /** Holds the last answer of a server that refused, and for how long it is not asked again. */
  private record Refusal(String message, ResultCode code, Duration pause, long since) {}

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
    byte[] secret = secret(server);
    try {
      SimpleBindRequest request = new SimpleBindRequest(dn.sdk(), secret);
      request.setFollowReferrals(false);
      request.setResponseTimeoutMillis(deadline.millisFor(Stage.SERVICE_BIND, responseTimeout));
      connection.bind(request);
      succeeded(server);
    } catch (LDAPException e) {
      failed(server, e);
      throw failure(server, e.getResultCode(), dn + " could not bind: " + ResultText.of(e), e);
    } finally {
      // The connection remembers its last bind.
      Arrays.fill(secret, (byte) 0);
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
    Refusal last = refusals.get(server);
    if (last == null) {
      return;
    }
    Duration left = last.pause().minusNanos(nanoTime.getAsLong() - last.since());
    if (left.compareTo(Duration.ZERO) > 0) {
      String message = last.message() + " (not tried again for " + left.toMillis() + " ms)";
      throw failure(server, last.code(), message, null);
    }
  }

  private synchronized void failed(String server, LDAPException e) {
    if (!e.getResultCode().isConnectionUsable()) {
      return;
    }
    Refusal last = refusals.get(server);
    Duration doubled = last == null ? FIRST_PAUSE : last.pause().multipliedBy(2);
    Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    String message = dn + " could not bind: " + ResultText.of(e);
    refusals.put(server, new Refusal(message, e.getResultCode(), pause, nanoTime.getAsLong()));
  }

  private synchronized void succeeded(String server) {
    refusals.remove(server);
  }
}

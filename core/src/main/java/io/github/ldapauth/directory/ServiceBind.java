// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds a new connection for searches as the service account.
 *
 * <p>The SDK's pool could do that too, but it zeroes what a supplier returns, sends an empty
 * password that comes from one, and loses connections when one throws. A wrong password that is
 * tried at each sign-in would lock the service account: so one bind is made at a time until the
 * password was accepted, and after a {@link ServiceRefusal} no other for a while.
 */
final class ServiceBind {

  private final Dn dn;
  private final Supplier<String> password;
  private final Duration responseTimeout;
  private final LongSupplier nanoTime;

  /** By the host and port of a server. */
  private final Map<String, ServerState> states = new ConcurrentHashMap<>();

  /** Is had by whoever tries a password, and holds what the server answered last. */
  private static final class ServerState {
    final ReentrantLock lock = new ReentrantLock();
    volatile @Nullable ServiceRefusal last;
    volatile byte[] accepted = {};

    boolean isAccepted(byte[] secret) {
      return MessageDigest.isEqual(accepted, ServiceRefusal.hash(secret));
    }
  }

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
    ServerState state = states.computeIfAbsent(server, s -> new ServerState());
    byte[] secret = secret(server);
    try {
      if (state.isAccepted(secret) || !tryFirst(connection, state, secret, deadline)) {
        send(connection, state, secret, deadline);
      }
    } finally {
      // The connection remembers its last bind.
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Binds alone, and returns true; false if the password was accepted in the meantime. */
  private boolean tryFirst(
      LDAPConnection connection, ServerState state, byte[] secret, Deadline deadline) {
    await(state, connection.getHostPort(), deadline);
    try {
      if (state.isAccepted(secret)) {
        return false;
      }
      refuseWhilePaused(state, connection.getHostPort(), secret);
      send(connection, state, secret, deadline);
      return true;
    } finally {
      state.lock.unlock();
    }
  }

  private void await(ServerState state, String server, Deadline deadline) {
    long millis = deadline.millisFor(Stage.SERVICE_BIND, responseTimeout);
    try {
      if (!state.lock.tryLock(millis, TimeUnit.MILLISECONDS)) {
        throw failure(
            server,
            ResultCode.TIMEOUT,
            "another bind of " + dn + " is under way for more than " + millis + " ms",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(server, ResultCode.LOCAL_ERROR, "interrupted while waiting to bind", e);
    }
  }

  private void send(
      LDAPConnection connection, ServerState state, byte[] secret, Deadline deadline) {
    String server = connection.getHostPort();
    try {
      SimpleBindRequest request = new SimpleBindRequest(dn.toString(), secret);
      request.setFollowReferrals(false);
      request.setResponseTimeoutMillis(deadline.millisFor(Stage.SERVICE_BIND, responseTimeout));
      Exchange.make(
          Stage.SERVICE_BIND,
          connection,
          () -> "bind name=\"" + LogText.of(dn.toString()) + "\"",
          () -> connection.bind(request));
      state.accepted = ServiceRefusal.hash(secret);
      state.last = null;
    } catch (LDAPException e) {
      String message = dn + " could not bind: " + ResultText.of(e);
      if (e.getResultCode().isConnectionUsable()) {
        state.accepted = new byte[0];
        state.last =
            ServiceRefusal.after(
                state.last, message, e.getResultCode(), secret, nanoTime.getAsLong());
      }
      throw failure(server, e.getResultCode(), message, e);
    }
  }

  private void refuseWhilePaused(ServerState state, String server, byte[] secret) {
    ServiceRefusal last = state.last;
    Duration left = last == null ? Duration.ZERO : last.pauseLeft(secret, nanoTime.getAsLong());
    if (last != null && left.compareTo(Duration.ZERO) > 0) {
      String message = "not tried again for " + left.toMillis() + " ms: " + last.message();
      throw failure(server, last.code(), message, null);
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
}

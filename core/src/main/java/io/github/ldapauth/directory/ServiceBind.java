// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Binds each new connection for searches as the service account.
 *
 * <p>This is no bind request of the pool's, because the SDK zeroes what a supplier returns, sends
 * an empty password that comes from one, and loses connections when one throws. After the directory
 * refused the bind, it is not tried again for a while, which doubles each time: a wrong password
 * that is tried at each sign-in would lock the service account.
 */
final class ServiceBind implements PostConnectProcessor {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Dn dn;
  private final Supplier<String> password;
  private final Duration responseTimeout;
  private final LongSupplier nanoTime;

  private Duration pause = Duration.ZERO;
  private long pausedSince;
  private String refusal = "";

  ServiceBind(Dn dn, Supplier<String> password, Duration responseTimeout, LongSupplier nanoTime) {
    this.dn = dn;
    this.password = password;
    this.responseTimeout = responseTimeout;
    this.nanoTime = nanoTime;
  }

  /** Says that the service account, not the connection or the person, was refused. */
  static final class Failure extends LDAPException {
    private static final long serialVersionUID = 1;

    Failure(ResultCode code, String message, Throwable cause) {
      super(code, message, cause);
    }

    Failure(ResultCode code, String message) {
      super(code, message);
    }
  }

  @Override
  public void processPreAuthenticatedConnection(LDAPConnection connection) throws LDAPException {
    refuseWhilePaused();
    byte[] secret = secret();
    try {
      SimpleBindRequest request = new SimpleBindRequest(dn.sdk(), secret);
      request.setFollowReferrals(false);
      request.setResponseTimeoutMillis(responseTimeout.toMillis());
      connection.bind(request);
      succeeded();
    } catch (LDAPException e) {
      failed(e);
      throw new Failure(e.getResultCode(), dn + " could not bind: " + ResultText.of(e), e);
    }
  }

  @Override
  public void processPostAuthenticatedConnection(LDAPConnection connection) {
    // There is nothing left to do.
  }

  private byte[] secret() throws Failure {
    String text;
    try {
      text = password.get();
    } catch (RuntimeException e) {
      throw new Failure(ResultCode.LOCAL_ERROR, "the password supplier of " + dn + " threw", e);
    }
    // A supplier written without null checks in mind may return null all the same.
    if (text == null || text.isEmpty()) {
      throw new Failure(
          ResultCode.LOCAL_ERROR, "the password supplier of " + dn + " returned no password");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void refuseWhilePaused() throws Failure {
    long left = pause.toNanos() - (nanoTime.getAsLong() - pausedSince);
    if (left > 0) {
      throw new Failure(
          ResultCode.INVALID_CREDENTIALS,
          refusal + " (not tried again for " + Duration.ofNanos(left).toMillis() + " ms)");
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
  }

  private synchronized void succeeded() {
    pause = Duration.ZERO;
  }
}

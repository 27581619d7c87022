// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bind of the service account, on new connections for searches. All servers of an authenticator
 * share it, and so share the refused passwords.
 *
 * <p>Only one connection at a time binds at a server, unless the server accepted the password while
 * the others waited. So the server refuses an outdated password once, not once per connection.
 *
 * <p>The SDK's pool is not used for this: it overwrites the supplier's bytes, sends empty
 * passwords, and loses connections if the supplier throws.
 */
final class ServiceBind {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  /** The verdicts that add nothing to the result code. */
  private static final Set<Verdict> PLAIN =
      Set.of(Verdict.INVALID_CREDENTIALS, Verdict.NO_SUCH_ENTRY, Verdict.REFUSED);

  private final ServiceAccount account;
  private final ServiceRefusals refusals;

  /** The locks by host and port of a server. The connection that binds holds the lock. */
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  private volatile Optional<PasswordWarning> warning = Optional.empty();
  private volatile String logged = "";

  ServiceBind(ServiceAccount account, LongSupplier nanoTime) {
    this.account = account;
    this.refusals = new ServiceRefusals(nanoTime);
  }

  /**
   * Opens a connection and binds it. Opens none if no bind may be sent now.
   *
   * @param addresses the servers to which the connection may lead
   * @throws LdapDirectoryException if that fails, or failed shortly before
   */
  LDAPConnection open(
      LdapServer server,
      List<String> addresses,
      Supplier<LDAPConnection> connect,
      Deadline deadline) {
    byte[] secret = secret(server);
    String hash = Fingerprint.of(secret);
    try {
      requireAllowed(addresses, hash);
      LDAPConnection connection = connect.get();
      boolean isBound = false;
      try {
        bind(new Attempt(connection, hash, server, deadline), request(secret));
        isBound = true;
      } finally {
        if (!isBound) {
          connection.close();
        }
      }
      return connection;
    } finally {
      // The connection stores its last bind.
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Returns the directory's warning when it last accepted the account. */
  Optional<PasswordWarning> warning() {
    return warning;
  }

  private record Attempt(
      LDAPConnection connection, String hash, LdapServer server, Deadline deadline) {

    String address() {
      return connection.getHostPort();
    }

    long millis() {
      return deadline.millisFor(Stage.SERVICE_BIND, server.responseTimeout());
    }
  }

  private void bind(Attempt attempt, BindRequest request) {
    String address = attempt.address();
    ReentrantLock turn = turns.computeIfAbsent(address, a -> new ReentrantLock());
    long start = refusals.now();
    await(turn, attempt);
    try {
      if (!refusals.isAcceptedAfter(address, attempt.hash(), start)) {
        requireAllowed(List.of(address), attempt.hash());
        send(attempt, request);
        return;
      }
    } finally {
      turn.unlock();
    }
    send(attempt, request);
  }

  private void await(ReentrantLock turn, Attempt attempt) {
    long millis = attempt.millis();
    try {
      if (!turn.tryLock(millis, TimeUnit.MILLISECONDS)) {
        throw failure(
            attempt.address(),
            ResultCode.TIMEOUT,
            "another bind of " + account + " took more than " + millis + " ms",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(
          attempt.address(), ResultCode.LOCAL_ERROR, "interrupted while waiting to bind", e);
    }
  }

  private void requireAllowed(List<String> addresses, String hash) {
    ServiceRefusal refusal = refusals.blocking(addresses, hash).orElse(null);
    if (refusal != null) {
      boolean mayChange = refusal.isWrongPassword() && refusals.mayTryAnother();
      String message =
          "not tried again for "
              + refusal.pauseInWords(refusals.now())
              + (mayChange ? ", unless the password changes: " : ": ")
              + refusal.message();
      throw failure(String.join(", ", addresses), refusal.code(), message, null);
    }
  }

  private void send(Attempt attempt, BindRequest request) {
    try {
      request.setResponseTimeoutMillis(attempt.millis());
      BindResult answer =
          Exchange.make(
              Stage.SERVICE_BIND,
              attempt.connection(),
              attempt.deadline().trace(),
              () -> "bind name=\"" + LogText.of(account.toString()) + "\"",
              () -> attempt.connection().bind(request));
      PasswordCheck check = BindResponse.read(answer).orElseThrow(() -> new LDAPException(answer));
      if (check.verdict() != Verdict.ACCEPTED) {
        throw refused(
            attempt, Optional.of(check.verdict()), ResultCode.SUCCESS, check.detail(), null);
      }
      refusals.accepted(attempt.address(), attempt.hash());
      warning = check.warning();
      log(attempt.address(), warning.map(PasswordWarning::toString).orElse(""));
    } catch (LDAPException e) {
      String notLdap = attempt.server().hintBeforeAnswer(e);
      if (!notLdap.isEmpty()) {
        throw Exchange.failure(Stage.CONNECT, attempt.connection(), notLdap, e);
      }
      Optional<Verdict> verdict = BindResponse.read(e.toLDAPResult()).map(PasswordCheck::verdict);
      throw refused(attempt, verdict, e.getResultCode(), ResultText.of(e), e);
    }
  }

  private BindRequest request(byte[] secret) {
    if (account.isCertificate()) {
      // OpenLDAP answers 14 to EXTERNAL without credentials, as the client must begin.
      return new EXTERNALBindRequest("", PasswordPolicyControls.REQUEST);
    }
    SimpleBindRequest request =
        new SimpleBindRequest(
            account.toString(), new PasswordBytes(secret.clone()), PasswordPolicyControls.REQUEST);
    request.setFollowReferrals(false);
    return request;
  }

  private LdapDirectoryException refused(
      Attempt attempt,
      Optional<Verdict> verdict,
      ResultCode code,
      String answer,
      @Nullable LDAPException cause) {
    String state = verdict.filter(v -> !PLAIN.contains(v)).map(ServiceBind::words).orElse("");
    String message =
        account + " could not bind" + (state.isEmpty() ? "" : ", " + state) + ": " + answer;
    if (code.isConnectionUsable()) {
      boolean isWrong =
          !account.isCertificate() && verdict.equals(Optional.of(Verdict.INVALID_CREDENTIALS));
      refusals.refused(attempt.address(), attempt.hash(), isWrong, code, message);
      log(attempt.address(), state);
    }
    return failure(attempt.address(), code, message, cause);
  }

  private static String words(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Logs one line each time the account's state changes for the worse. */
  private void log(String address, String state) {
    if (!state.isEmpty() && !state.equals(logged)) {
      LOG.warn("service account {} at {}: {}", account, address, state);
    }
    logged = state;
  }

  private byte[] secret(LdapServer server) {
    String text;
    try {
      text = account.isCertificate() ? "" : account.password().get();
    } catch (RuntimeException e) {
      throw failure(
          server.toString(),
          ResultCode.LOCAL_ERROR,
          "the password supplier of " + account + " threw " + e,
          e);
    }
    // A supplier written without null checks may return null.
    if (text == null || (text.isEmpty() && !account.isCertificate())) {
      throw failure(
          server.toString(),
          ResultCode.LOCAL_ERROR,
          "the password supplier of " + account + " returned no password",
          null);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static LdapDirectoryException failure(
      String server, ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(Stage.SERVICE_BIND, server, code.intValue(), message, cause);
  }
}

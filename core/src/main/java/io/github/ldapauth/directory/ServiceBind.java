// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bind of the service account, on new connections for searches. All servers of an authenticator
 * share it, and so share the refused passwords.
 *
 * <p>Only one connection at a time binds at a server, unless the server accepted the password while
 * the others waited. So the server refuses an outdated password once, not once per connection.
 */
final class ServiceBind {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  /** After the wait for another bind, a tenth of the time must be left. */
  private static final long ENOUGH = 10;

  private final ServiceAccount account;
  private final ServiceRefusals refusals;
  private final ServicePassword password;

  /** The locks by host and port of a server. The connection that binds holds the lock. */
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  private volatile Optional<String> warning = Optional.empty();
  private volatile String logged = "";

  ServiceBind(ServiceAccount account, LongSupplier nanoTime) {
    this.account = account;
    this.refusals = new ServiceRefusals(nanoTime);
    this.password = new ServicePassword(account);
  }

  /** Returns the password of the account. */
  ServicePassword password() {
    return password;
  }

  /**
   * Requires that a bind may be sent now.
   *
   * @param addresses the servers to which it may be sent
   * @throws LdapDirectoryException if it failed at all of them shortly before
   */
  void requireAllowed(List<String> addresses, ServiceSecret secret) {
    ServiceRefusal refusal = refusals.blocking(addresses, secret.hash()).orElse(null);
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

  /** Returns the state of the account at these servers. */
  Health.ServiceAccount health(List<String> addresses) {
    return refusals.health(addresses);
  }

  /** Returns the directory's warning when it last accepted the account, in words. */
  Optional<String> warning() {
    return warning;
  }

  /**
   * A bind on a new connection.
   *
   * @param end when its time is over, by the clock of the refusals
   */
  private record Attempt(Connection connection, ServiceSecret secret, Trace trace, long end) {

    String address() {
      return connection.hostPort();
    }
  }

  private long millisLeft(Attempt attempt) {
    return TimeUnit.NANOSECONDS.toMillis(attempt.end() - refusals.now());
  }

  /**
   * Binds.
   *
   * @param millis how long that may take, with the wait for another bind at the same server
   * @throws LdapDirectoryException if it fails, or failed shortly before; the caller closes the
   *     connection
   */
  void send(Connection connection, ServiceSecret secret, Trace trace, long millis) {
    long start = refusals.now();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    Attempt attempt = new Attempt(connection, secret, trace, end);
    String address = attempt.address();
    ReentrantLock turn = turns.computeIfAbsent(address, a -> new ReentrantLock());
    await(turn, attempt, millis);
    try {
      if (!refusals.isAcceptedAfter(address, secret.hash(), start)) {
        requireAllowed(List.of(address), secret);
        // Too little is left if the other one got no answer. A time-out would blame the server.
        if (millisLeft(attempt) < millis / ENOUGH) {
          throw tooLate(attempt, millis);
        }
        send(attempt);
        return;
      }
    } finally {
      turn.unlock();
    }
    send(attempt);
  }

  private void await(ReentrantLock turn, Attempt attempt, long millis) {
    try {
      if (!turn.tryLock(millis, TimeUnit.MILLISECONDS)) {
        throw tooLate(attempt, millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(
          attempt.address(), ResultCode.LOCAL_ERROR, "interrupted while waiting to bind", e);
    }
  }

  private LdapDirectoryException tooLate(Attempt attempt, long millis) {
    return failure(
        attempt.address(),
        ResultCode.TIMEOUT,
        "other binds of " + account + " took all of " + millis + " ms",
        null);
  }

  private void send(Attempt attempt) {
    LdapResult result;
    try {
      result =
          Exchange.make(
              Stage.SERVICE_BIND,
              attempt.connection(),
              Math.max(1, millisLeft(attempt)),
              attempt.trace(),
              request(attempt.secret()));
    } catch (LDAPException e) {
      throw failed(attempt, Optional.empty(), e);
    }
    Optional<PasswordCheck> check = BindResponse.read(result, () -> {});
    if (!result.isSuccess()) {
      throw failed(attempt, check, result.failure());
    }
    PasswordCheck bound = check.orElseThrow();
    if (!bound.isAccepted()) {
      throw refused(attempt, check, ResultCode.SUCCESS, bound.detail(), null);
    }
    refusals.accepted(attempt.address(), attempt.secret().hash());
    attempt.connection().used();
    warning = bound.status().warning();
    log(attempt.address(), warning.orElse(""));
  }

  private LdapDirectoryException failed(
      Attempt attempt, Optional<PasswordCheck> check, LDAPException e) {
    PortHint port = PortHint.of(e, attempt.connection());
    return port.stage() == null
        ? refused(attempt, check, e.getResultCode(), port.text() + ResultText.of(e), e)
        : Exchange.failure(Stage.SERVICE_BIND, attempt.connection(), "", e);
  }

  private LdapRequest request(ServiceSecret secret) {
    return account.isCertificate()
        ? LdapRequest.bindByCertificate(account.toString())
        : LdapRequest.bind(account.toString(), secret.bytes());
  }

  private LdapDirectoryException refused(
      Attempt attempt,
      Optional<PasswordCheck> check,
      ResultCode code,
      String answer,
      @Nullable LDAPException cause) {
    String state =
        check
            .map(PasswordCheck::status)
            .filter(status -> status.problem().isPresent())
            .map(AccountStatus::toString)
            .orElse("");
    boolean isWrong =
        !account.isCertificate()
            && check.filter(each -> each.verdict() == Verdict.INVALID_CREDENTIALS).isPresent();
    String message =
        account
            + " could not bind"
            + (state.isEmpty() ? "" : ", " + state)
            + ": "
            + answer
            + (isWrong ? "; name or password is wrong" + attempt.secret().oddity() : "")
            + advice(state, isWrong);
    if (code.isConnectionUsable()) {
      refusals.refused(attempt.address(), attempt.secret().hash(), isWrong, code, message);
      log(attempt.address(), state);
    }
    return failure(attempt.address(), code, message, cause);
  }

  private static String advice(String state, boolean isWrong) {
    if (!state.isEmpty()) {
      return "; fix the account in the directory, as the settings may be right";
    }
    return isWrong ? "; check serviceAccount(name, password)" : "";
  }

  /** Logs one line each time the account's state changes for the worse. */
  private void log(String address, String state) {
    if (!state.isEmpty() && !state.equals(logged)) {
      LOG.warn("service account {} at {}: {}", account, address, state);
    }
    logged = state;
  }

  private static LdapDirectoryException failure(
      String server, ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(Stage.SERVICE_BIND, server, code.intValue(), message, cause);
  }
}

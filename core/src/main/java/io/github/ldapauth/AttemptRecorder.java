// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.SignInEvent.Attempt;
import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.SignInEvent.Kind;
import io.github.ldapauth.SignInEvent.Succeeded;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.DirectoryRequest;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.JfrRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt. Reports its outcome to the listeners, once. */
final class AttemptRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);

  private final Kind kind;
  private final String username;
  private final List<SignInListener> listeners;
  private final long start = System.nanoTime();
  private final @Nullable JfrSignIn recorded =
      JfrRecorder.isStarted() && JfrSignIn.isRecorded() ? JfrSignIn.started() : null;
  private List<String> missing = List.of();
  private AccountStatus status = AccountStatus.UNKNOWN;
  private @Nullable DirectorySession session;
  private boolean reported;

  /** Begins an attempt. */
  AttemptRecorder(Kind kind, @Nullable String username, List<SignInListener> listeners) {
    this.kind = kind;
    this.username = username == null ? "" : username;
    this.listeners = listeners;
  }

  /**
   * Runs the steps of the attempt, which report its success.
   *
   * @param rejected reports a rejection, and returns the result
   */
  <T> T run(Supplier<T> steps, Function<Rejection, T> rejected) {
    try {
      return steps.get();
    } catch (Rejection no) {
      return rejected.apply(no);
    } catch (Throwable e) { // the application's own code may throw anything
      failed(e);
      throw e;
    }
  }

  /** Records the session that sends the requests. */
  void sends(DirectorySession session) {
    this.session = session;
  }

  /** Records the mapped attributes that the entry does not have. */
  void missing(List<String> attributes) {
    missing = attributes;
  }

  /** Records the state of the account, as the directory answered it. */
  void answered(AccountStatus status) {
    this.status = status;
  }

  /** Returns the state of the account, as far as it was answered. */
  AccountStatus status() {
    return status;
  }

  <U> Authenticated<U> succeeded(Authenticated<U> yes) {
    succeeded(yes.ldapUser(), yes.created(), yes.status());
    return yes;
  }

  <U> Populated<U> succeeded(Populated<U> yes) {
    succeeded(yes.ldapUser(), yes.created(), yes.ldapUser().status());
    return yes;
  }

  private void succeeded(LdapUser user, boolean created, AccountStatus account) {
    report(new Succeeded(attempt(), user, created, missing, account));
  }

  <U> Rejected<U> rejected(Rejection no) {
    report(new SignInEvent.Rejected(attempt(), no.reason(), no.detail(), status));
    return new Rejected<>(no.reason(), no.detail(), status);
  }

  PasswordChangeResult decided(PasswordChangeResult result) {
    report(new SignInEvent.PasswordChange(attempt(), result));
    return result;
  }

  PasswordChangeResult rejectedChange(Rejection no) {
    rejected(no);
    return new PasswordChangeResult.Rejected(no.reason(), no.detail(), status);
  }

  /** Reports a failure, unless a listener failed with it. */
  private void failed(Throwable error) {
    if (!reported) {
      report(new Failed(attempt(), error));
    }
  }

  /** Returns the attempt, which ends now. */
  private Attempt attempt() {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    List<DirectoryRequest> requests = session == null ? List.of() : session.requests();
    return new Attempt(kind, username, duration, requests);
  }

  private void report(SignInEvent event) {
    reported = true;
    if (recorded != null) {
      recorded.ended(event);
    }
    List<Throwable> thrown = new ArrayList<>(0);
    for (SignInListener listener : listeners) {
      try {
        listener.onOutcome(event);
      } catch (Throwable e) { // the next listener may be the audit trail
        thrown.add(e);
      }
    }
    // Last, as an appender of the log may throw too.
    thrown.forEach(e -> LOG.warn("sign-in listener threw; the result is unchanged", e));
  }
}

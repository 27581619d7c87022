// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.SignInEvent.Kind;
import io.github.ldapauth.UserWriter.Purpose;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls whose outcome listeners get: sign-ins, changes of a password, and {@code populate}. A
 * rejection becomes a result here.
 *
 * @param delay the delay of rejections, if a password was given
 */
record Attempts<U>(
    SignIn<U> signIn,
    PasswordChanges passwordChanges,
    Lookups<U> lookups,
    RejectionDelay delay,
    List<SignInListener> listeners) {

  /** Returns these calls for one server. */
  Attempts<U> at(Supplier<UserReader> server) {
    return new Attempts<>(
        signIn.at(server), passwordChanges.at(server), lookups.at(server), delay, listeners);
  }

  private AttemptRecorder begin(Kind kind, @Nullable String username) {
    return new AttemptRecorder(kind, username, listeners);
  }

  /** See {@link LdapAuthenticator#authenticate}. */
  AuthenticationResult<U> authenticate(@Nullable String username, @Nullable CharSequence password) {
    long start = System.nanoTime();
    AuthenticationResult<U> result;
    try (Password copy = new Password(password)) {
      result = run(signIn, username, copy);
    }
    if (result instanceof AuthenticationResult.Rejected<U> no) {
      delay.await(start, no.reason());
    }
    return result;
  }

  /**
   * Signs a user in as a link of a chain, which then checks whether the password was sent, and
   * delays a rejection.
   */
  AuthenticationResult<U> authenticateInChain(@Nullable String username, Password password) {
    return run(signIn.withoutDecoy(), username, password);
  }

  private AuthenticationResult<U> run(
      SignIn<U> steps, @Nullable String username, Password password) {
    AttemptRecorder attempt = begin(Kind.SIGN_IN, username);
    return attempt.run(
        () -> attempt.succeeded(steps.run(username, password, attempt)), attempt::rejected);
  }

  /** See {@link LdapAuthenticator#changePassword}. */
  PasswordChangeResult changePassword(
      @Nullable String username,
      @Nullable CharSequence oldPassword,
      @Nullable CharSequence newPassword) {
    long start = System.nanoTime();
    PasswordChangeResult result;
    try (Password from = new Password(oldPassword);
        Password to = new Password(newPassword)) {
      result = change(username, from, to);
    }
    if (result instanceof PasswordChangeResult.Rejected no) {
      delay.await(start, no.reason());
    }
    return result;
  }

  private PasswordChangeResult change(@Nullable String username, Password from, Password to) {
    AttemptRecorder attempt = begin(Kind.CHANGE_PASSWORD, username);
    return attempt.run(
        () -> attempt.decided(passwordChanges.run(username, from, to, attempt)),
        attempt::rejectedChange);
  }

  /** See {@link LdapAuthenticator#populate}. */
  PopulateResult<U> populate(@Nullable String username, Purpose purpose) {
    AttemptRecorder attempt = begin(Kind.POPULATE, username);
    return attempt.run(
        () -> attempt.succeeded(lookups.populate(username, purpose, attempt)), attempt::rejected);
  }
}

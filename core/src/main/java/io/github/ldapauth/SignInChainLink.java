// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapDirectoryException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A link of a chain. */
interface SignInChainLink<U> {

  String name();

  /**
   * Returns the failure of another sign-in for which this link is skipped now; null to ask it. If
   * null, {@link #authenticate} must follow on this thread.
   */
  default @Nullable LdapDirectoryException failureDuringPause() {
    return null;
  }

  /** Returns whether the next link is tried after this failure. */
  default boolean isSkippedAfter(LdapDirectoryException e, Password password) {
    return false;
  }

  /** Returns whether this link can tell an unknown user from a wrong password. */
  boolean canTellWhoIsUnknown();

  /** Returns the health of the directory; empty if this is none. */
  default Optional<Health> health() {
    return Optional.empty();
  }

  /** Returns the delay of a rejection by the directory's configuration. */
  RejectionDelay rejectionDelay();

  void close();

  /**
   * Answers a sign-in; empty if this link does not know the user.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  Optional<SignInChainResult<U>> authenticate(String username, Password password);

  /** A directory. */
  record OfDirectory<U>(String name, LdapAuthenticator<U> authenticator)
      implements SignInChainLink<U> {

    @Override
    public Optional<SignInChainResult<U>> authenticate(String username, Password password) {
      AuthenticationResult<U> result = authenticator.authenticateInChain(username, password);
      if (result instanceof Authenticated<U> yes) {
        return Optional.of(
            new SignInChainResult.Authenticated<>(
                name, yes.account(), Optional.of(yes.ldapUser()), yes.created(), yes.status()));
      }
      Rejected<U> no = (Rejected<U>) result;
      return no.reason() == RejectionReason.USER_NOT_FOUND && !password.isSent()
          ? Optional.empty()
          : Optional.of(
              new SignInChainResult.Rejected<>(
                  Optional.of(name), no.reason(), no.detail(), no.status()));
    }

    @Override
    public boolean canTellWhoIsUnknown() {
      return authenticator.findsUserBeforeBind();
    }

    @Override
    public Optional<Health> health() {
      return Optional.of(authenticator.health());
    }

    @Override
    public RejectionDelay rejectionDelay() {
      return authenticator.rejectionDelay();
    }

    @Override
    public void close() {
      authenticator.close();
    }
  }

  /** A sign-in method of the application's own. */
  record OfMethod<U>(String name, SignInMethod<U> method) implements SignInChainLink<U> {

    @Override
    public boolean canTellWhoIsUnknown() {
      return true;
    }

    @Override
    public RejectionDelay rejectionDelay() {
      return new RejectionDelay(Duration.ZERO);
    }

    @Override
    public void close() {}

    @Override
    public Optional<SignInChainResult<U>> authenticate(String username, Password password) {
      char[] copy = password.copy();
      try {
        SignInMethod.Answer<U> answer =
            Callbacks.requireResult(
                method, "sign-in method \"" + name + "\"", method.authenticate(username, copy));
        if (answer instanceof SignInMethod.Answer.Yes<U> yes) {
          return Optional.of(
              new SignInChainResult.Authenticated<>(
                  name, yes.account(), Optional.empty(), false, AccountStatus.UNKNOWN));
        }
        return answer instanceof SignInMethod.Answer.No<U> no
            ? Optional.of(
                new SignInChainResult.Rejected<>(
                    Optional.of(name),
                    RejectionReason.INVALID_CREDENTIALS,
                    no.detail(),
                    AccountStatus.UNKNOWN))
            : Optional.empty();
      } finally {
        Arrays.fill(copy, '\0');
      }
    }
  }
}

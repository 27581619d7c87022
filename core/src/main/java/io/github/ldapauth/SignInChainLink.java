// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import java.util.Arrays;
import java.util.Optional;

/** A link of a chain. */
sealed interface SignInChainLink<U> {

  String name();

  /** Returns whether the next link is tried if this one fails. */
  boolean isOptional();

  /** Returns whether this link can tell an unknown user from a wrong password. */
  boolean canTellWhoIsUnknown();

  void close();

  /**
   * Answers a sign-in; empty if this link does not know the user.
   *
   * @throws io.github.ldapauth.directory.LdapDirectoryException if there is no answer
   */
  Optional<SignInChainResult<U>> authenticate(String username, Password password);

  /** A directory. */
  record OfDirectory<U>(String name, LdapAuthenticator<U> authenticator, boolean isOptional)
      implements SignInChainLink<U> {

    @Override
    public Optional<SignInChainResult<U>> authenticate(String username, Password password) {
      AuthenticationResult<U> result = authenticator.signIn(username, password);
      if (result instanceof Authenticated<U> yes) {
        return Optional.of(
            new SignInChainResult.Authenticated<>(
                name, yes.account(), Optional.of(yes.ldapUser()), yes.created(), yes.warning()));
      }
      Rejected<U> no = (Rejected<U>) result;
      return no.reason() == RejectionReason.USER_NOT_FOUND && !password.isSent()
          ? Optional.empty()
          : Optional.of(
              new SignInChainResult.Rejected<>(Optional.of(name), no.reason(), no.detail()));
    }

    @Override
    public boolean canTellWhoIsUnknown() {
      return authenticator.findsUserBeforeBind();
    }

    @Override
    public void close() {
      authenticator.close();
    }
  }

  /** A sign-in method of the application's own. */
  record OfMethod<U>(String name, SignInMethod<U> method) implements SignInChainLink<U> {

    @Override
    public boolean isOptional() {
      return false;
    }

    @Override
    public boolean canTellWhoIsUnknown() {
      return true;
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
                  name, yes.account(), Optional.empty(), false, Optional.empty()));
        }
        return answer instanceof SignInMethod.Answer.No<U> no
            ? Optional.of(
                new SignInChainResult.Rejected<>(
                    Optional.of(name), RejectionReason.INVALID_CREDENTIALS, no.detail()))
            : Optional.empty();
      } finally {
        Arrays.fill(copy, '\0');
      }
    }
  }
}

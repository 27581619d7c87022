// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.PasswordWarning;
import java.util.Optional;

/**
 * Answers a sign-in through a {@link SignInChain}: yes, as {@link Authenticated}, or no, as {@link
 * Rejected}.
 *
 * @param <U> the application's user type
 */
public sealed interface SignInChainResult<U> {

  /** Returns the application's user, or empty if the sign-in was rejected. */
  Optional<U> user();

  /**
   * Says that the person is who they claim to be, and may sign in.
   *
   * @param answeredBy the name of the link that says so
   * @param account the application's user
   * @param ldapUser what the directory says about the person; empty if a {@link SignInMethod}
   *     answered
   * @param created whether this sign-in created the application's user; false if a {@link
   *     SignInMethod} answered
   * @param warning what the directory warned of, for the person: that the password expires soon, or
   *     has expired; empty if nothing
   * @param <U> the application's user type
   */
  record Authenticated<U>(
      String answeredBy,
      U account,
      Optional<LdapUser> ldapUser,
      boolean created,
      Optional<PasswordWarning> warning)
      implements SignInChainResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.of(account);
    }
  }

  /**
   * Says that the person may not sign in.
   *
   * @param answeredBy the name of the link that says so; empty if none knows the person, or none
   *     was asked
   * @param reason why, for logs and operators; {@link RejectionReason#INVALID_CREDENTIALS} if a
   *     {@link SignInMethod} says so
   * @param detail the same in words; fit for a log, not for the person
   * @param <U> the application's user type
   */
  record Rejected<U>(Optional<String> answeredBy, RejectionReason reason, String detail)
      implements SignInChainResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.empty();
    }

    /**
     * Returns a sentence that can be shown to anybody. It is the same for all reasons, so that
     * nobody learns from it which user names exist.
     */
    public String publicMessage() {
      return Rejection.PUBLIC_MESSAGE;
    }
  }
}

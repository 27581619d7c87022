// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import java.util.Optional;

/**
 * The result of a sign-in through a {@link SignInChain}: yes, as {@link Authenticated}, or no, as
 * {@link Rejected}.
 *
 * @param <U> the application's user type
 */
public sealed interface SignInChainResult<U> {

  /** Returns the application's user, or empty if the sign-in was rejected. */
  Optional<U> user();

  /**
   * The password is the user's, and the user may sign in.
   *
   * @param answeredBy the name of the link that answered
   * @param account the application's user
   * @param ldapUser the user as the directory describes it; empty if a {@link SignInMethod}
   *     answered
   * @param created whether this sign-in created the application's user; false if a {@link
   *     SignInMethod} answered
   * @param status the state of the account; unknown if a {@link SignInMethod} answered
   * @param <U> the application's user type
   */
  record Authenticated<U>(
      String answeredBy,
      U account,
      Optional<LdapUser> ldapUser,
      boolean created,
      AccountStatus status)
      implements SignInChainResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.of(account);
    }
  }

  /**
   * The user may not sign in.
   *
   * @param answeredBy the name of the link that answered; empty if no link knows the user, or none
   *     was tried
   * @param reason the reason, for logs and operators; {@link RejectionReason#INVALID_CREDENTIALS}
   *     if a {@link SignInMethod} answered
   * @param detail the reason in words; fit for a log, not for the user
   * @param status the state of the account; unknown if a {@link SignInMethod} answered
   * @param <U> the application's user type
   */
  record Rejected<U>(
      Optional<String> answeredBy, RejectionReason reason, String detail, AccountStatus status)
      implements SignInChainResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.empty();
    }

    /**
     * Returns a sentence that is safe to show to anyone. It is the same for all reasons, so that it
     * does not reveal which user names exist.
     */
    public String publicMessage() {
      return Rejection.PUBLIC_MESSAGE;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import java.util.Optional;

/**
 * The result of a sign-in: yes, as {@link Authenticated}, or no, as {@link Rejected}.
 *
 * @param <U> the application's user type
 */
public sealed interface AuthenticationResult<U>
    permits AuthenticationResult.Authenticated, AuthenticationResult.Rejected {

  /** Returns the application's user, or empty if the sign-in was rejected. */
  Optional<U> user();

  /**
   * The password is the user's, and the user may sign in.
   *
   * @param account the application's user, filled and saved. A known user is not saved if there is
   *     nothing to write
   * @param ldapUser the user as the directory describes it
   * @param created whether this sign-in created the application's user
   * @param status the state of the account; it may contain a warning that the password expires
   *     soon, or has expired
   * @param <U> the application's user type
   */
  record Authenticated<U>(U account, LdapUser ldapUser, boolean created, AccountStatus status)
      implements AuthenticationResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.of(account);
    }
  }

  /**
   * The user may not sign in, or was not populated. Nothing was saved.
   *
   * @param reason the reason, for logs and operators
   * @param detail the reason in words; fit for a log, not for the user
   * @param status the state of the account, and whether the password was proven right
   * @param <U> the application's user type
   */
  record Rejected<U>(RejectionReason reason, String detail, AccountStatus status)
      implements AuthenticationResult<U>, PopulateResult<U> {

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

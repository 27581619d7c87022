// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/**
 * The result of filling a user without a sign-in: {@link Populated}, or {@link
 * AuthenticationResult.Rejected}. No password was checked.
 *
 * @param <U> the application's user type
 */
public sealed interface PopulateResult<U>
    permits PopulateResult.Populated, AuthenticationResult.Rejected {

  /** Returns the application's user, or empty if it was not populated. */
  Optional<U> user();

  /**
   * The user was found or created, filled and saved.
   *
   * @param account the application's user
   * @param ldapUser the user as the directory describes it
   * @param created whether the application's user is new
   * @param <U> the application's user type
   */
  record Populated<U>(U account, LdapUser ldapUser, boolean created) implements PopulateResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.of(account);
    }
  }
}

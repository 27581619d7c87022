// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/**
 * Answers a request to fill a user without a sign-in. Proves nothing about anybody's password.
 *
 * @param <U> the application's user type
 */
public sealed interface PopulateResult<U> {

  /** Returns the application's user, or empty if it was not populated. */
  Optional<U> user();

  /**
   * Says that the user was found or created, filled and saved.
   *
   * @param account the application's user
   * @param ldapUser what the directory says about the person
   * @param created whether the application's user is new
   * @param <U> the application's user type
   */
  record Populated<U>(U account, LdapUser ldapUser, boolean created) implements PopulateResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.of(account);
    }
  }

  /**
   * Says that nothing was changed.
   *
   * @param reason why
   * @param detail the same in words
   * @param <U> the application's user type
   */
  record NotPopulated<U>(RejectionReason reason, String detail) implements PopulateResult<U> {

    @Override
    public Optional<U> user() {
      return Optional.empty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.Account;

/**
 * The state of a user's account. The {@link ServerKind} decides which states exist, how an account
 * records them, and what the directory answers.
 */
public enum AccountState {
  /** The user may sign in; ends all other states. */
  ACTIVE,
  /** An administrator disabled the account. */
  DISABLED,
  /** The account is locked, as after too many wrong passwords. */
  LOCKED,
  /** The account has expired. */
  EXPIRED,
  /** The password is too old. */
  PASSWORD_EXPIRED,
  /** An administrator set the password, and the user must change it first. */
  MUST_CHANGE_PASSWORD;

  void applyTo(Account account) {
    try {
      switch (this) {
        case ACTIVE -> account.activate();
        case DISABLED -> account.disable();
        case LOCKED -> account.lock();
        case EXPIRED -> account.expire();
        case PASSWORD_EXPIRED -> account.expirePassword();
        case MUST_CHANGE_PASSWORD -> account.requirePasswordChange();
      }
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          "this kind of server has no account state "
              + this
              + "; choose another with like(...) on the builder",
          e);
    }
  }
}

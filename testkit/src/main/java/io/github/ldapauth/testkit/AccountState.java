// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/**
 * Says why an account may, or may not, sign in. How it is recorded, and what the directory answers,
 * depends on the {@link ServerKind}, whose descriptions say which states it knows.
 */
public enum AccountState {
  /** Nothing is the matter; ends all other states. */
  ACTIVE,
  /** An administrator disabled the account. */
  DISABLED,
  /** The account is locked, as after too many wrong passwords. */
  LOCKED,
  /** The account has ended. */
  EXPIRED,
  /** The password is too old. */
  PASSWORD_EXPIRED,
  /** The password was set by somebody else and must be changed first. */
  MUST_CHANGE_PASSWORD
}

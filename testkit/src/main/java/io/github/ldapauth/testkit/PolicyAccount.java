// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/** Applies a password policy to one account, of which all is known by its attributes. */
interface PolicyAccount {

  /** Notes since when the first password is there, unless that is said already. */
  void begin();

  /** Makes the password a new one. */
  void renew();

  /** Puts the account into a state. */
  void putInto(AccountState state);

  /** Answers a bind, with the response control of the password policy. */
  BindAnswer bind(boolean passwordIsRight);
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/**
 * Fills the application's user from what the directory says.
 *
 * @param <U> the application's user type
 */
@FunctionalInterface
public interface PopulateListener<U> {

  /**
   * Is called after attributes and flags were set and before the user is saved. If it throws, the
   * user is not saved, later listeners are not called, and the exception reaches the caller of the
   * sign-in.
   *
   * <p>It is called again, with the user found, if a new user turns out to have been saved by
   * somebody else at the same moment.
   */
  void onPopulate(U user, LdapUser ldapUser);
}

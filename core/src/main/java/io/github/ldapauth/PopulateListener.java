// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/**
 * What a listener throws ends the sign-in and reaches the caller; the user is not saved, and later
 * listeners are not called.
 *
 * <p>A listener fills the application's user from what the directory says.
 *
 * @param <U> the application's user type
 */
@FunctionalInterface
public interface PopulateListener<U> {

  /**
   * Is called after groups, attributes and flags were set and before the user is saved, whenever
   * attributes are written.
   *
   * <p>It is called again, with the user found, if a new user turns out to have been saved by
   * somebody else at the same moment.
   */
  void onPopulate(U user, LdapUser ldapUser);
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/**
 * A listener that fills the application's user from the directory's.
 *
 * <p>An exception ends the sign-in and reaches the caller. The user is not saved, and later
 * listeners are not called.
 *
 * @param <U> the application's user type
 */
@FunctionalInterface
public interface PopulateListener<U> {

  /**
   * Fills the user. ldapauth calls this whenever it writes attributes: after groups, attributes and
   * flags, before the user is saved.
   *
   * <p>If another sign-in saves the same new user at the same time, ldapauth calls this again with
   * the saved user.
   */
  void onPopulate(U user, LdapUser ldapUser);
}

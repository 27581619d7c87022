// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/**
 * The application's users. The application implements this; ldapauth calls it on the threads of
 * sign-ins.
 *
 * <p>Passwords stay in the directory. If your store requires a password column, fill it with a text
 * that is not a valid password hash. An empty value or a fixed password would let anyone sign in.
 *
 * <p>ldapauth sets attributes, groups and flags on the user that {@link #find} or {@link #create}
 * returned, calls the listeners, and then calls {@link #save}. Write only there. If your store has
 * groups apart from users, write both in {@code save}, in one transaction. For a larger
 * transaction, begin it before the sign-in, and roll it back unless the sign-in succeeds.
 *
 * <p>An exception of any method ends the sign-in and reaches the caller. Nothing is saved after
 * that.
 *
 * @param <U> the application's user type
 */
public interface UserStore<U> {

  /**
   * Finds a user.
   *
   * @param key the key. Default: the user name as the entry spells it, with only its ASCII letters
   *     in lower case, so that two entries never share a key; see {@link
   *     LdapAuthenticatorBuilder#keyedByStableId} and {@link
   *     LdapAuthenticatorBuilder#keyedByAttribute}
   * @param ldapUser the user as the directory describes it, for a store that needs more than the
   *     key
   * @return a user; changes to it must have no effect before it is saved
   */
  Optional<U> find(String key, LdapUser ldapUser);

  /**
   * Returns a new user that is not saved yet. ldapauth sets attributes and flags, and calls
   * listeners, after this.
   *
   * @param key the key that {@link #find} got
   */
  U create(String key, LdapUser ldapUser);

  /**
   * Returns whether a user may sign in. ldapauth calls this after it fills the user, so that a flag
   * can make a user active or inactive, and before it saves the user. An inactive user is rejected
   * and not saved. {@link LdapAuthenticator#populatePermitted} and {@link
   * LdapAuthenticator#lookupPermitted} call this too, {@link LdapAuthenticator#populate} does not.
   * Default: true.
   */
  default boolean isActive(U user) {
    return true;
  }

  /**
   * Saves a user that was found or created, and returns the user for the result: the same object,
   * or the one that a persistence framework returns. A known user is saved if anything was set on
   * it, even to the same value; one that cannot change, such as a record, if it differs. Write only
   * the values that changed, so that you do not overwrite changes made elsewhere.
   *
   * @throws UserConflictException if a user with the same key was saved after {@link #find}.
   *     ldapauth then calls {@link #find} once more, and fills and saves that user
   */
  U save(U user);
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/**
 * Keeps the application's users. The application implements it; it is called by the threads that
 * sign people in.
 *
 * <p>Passwords stay in the directory. A store with a password column that must not be empty fills
 * it with something that is no valid password hash, so that nobody can ever sign in with it: an
 * empty value or a fixed password would be a way in.
 *
 * <p>What counts is what {@link #save} gets. Before it everything is decided, and set on the user
 * that {@link #find} or {@link #create} returned: attributes, groups, flags, listeners. A store
 * that keeps groups apart from users writes both in {@code save}, in one transaction of its own;
 * where all of it shall be part of a larger one, the caller of the sign-in begins that, and rolls
 * it back when the sign-in does not succeed.
 *
 * <p>Whatever a method throws ends the sign-in and reaches the caller of it; nothing is saved after
 * that.
 *
 * @param <U> the application's user type
 */
public interface UserStore<U> {

  /**
   * Finds a user.
   *
   * @param key what the store is asked by: the user name as the entry has it, with only its ASCII
   *     letters in lower case, so that two entries never share a key, unless the builder of the
   *     {@link LdapAuthenticator} says otherwise
   * @param ldapUser what the directory says about the person, for a store that looks for more than
   *     the key
   * @return a user whose changes count when it is saved, and not before
   */
  Optional<U> find(String key, LdapUser ldapUser);

  /**
   * Makes a user that is not saved yet. Attributes, flags and listeners come after this.
   *
   * @param key what {@link #find} was asked by
   */
  U create(String key, LdapUser ldapUser);

  /**
   * Returns whether a user may sign in. It is asked at each sign-in, after the user was filled, so
   * that a flag can make a user active or inactive, and before it is saved. A user who is not
   * active is rejected and not saved. {@link LdapAuthenticator#populatePermitted} and {@link
   * LdapAuthenticator#lookupPermitted} ask too, {@link LdapAuthenticator#populate} does not.
   * Default: everybody may.
   */
  default boolean isActive(U user) {
    return true;
  }

  /**
   * Saves a user that was found or created, and returns what is to be used from now on: the same
   * object, or what a persistence framework made of it. A known user is saved if it was given
   * anything, be it what it had before: a store that writes only what changed overwrites nothing
   * that others changed meanwhile.
   *
   * @throws UserConflictException if somebody else saved a user with the same key since it was
   *     asked for. The user is then looked for once more, filled and saved
   */
  U save(U user);
}

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
 * <p>Whatever a method throws ends the sign-in and reaches the caller of it.
 *
 * @param <U> the application's user type
 */
public interface UserStore<U> {

  /**
   * Finds a user.
   *
   * @param key what the store is asked by: the user name in lower case, unless the builder of the
   *     {@link LdapAuthenticator} says otherwise
   */
  Optional<U> find(String key);

  /**
   * Makes a user that is not saved yet. Attributes, flags and listeners come after this.
   *
   * @param key what {@link #find} was asked by
   */
  U create(String key, LdapUser ldapUser);

  /**
   * Saves a user that was found or created, and returns what is to be used from now on: the same
   * object, or what a persistence framework made of it.
   *
   * @throws UserConflictException if somebody else saved a user with the same key since it was
   *     asked for. The user is then looked for once more, filled and saved
   */
  U save(U user);
}

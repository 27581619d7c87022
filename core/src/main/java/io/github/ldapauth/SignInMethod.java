// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Objects;

/**
 * Signs people in by something else than a directory, as one link of a {@link SignInChain}: by a
 * local password for the few who must come in when the directory is down, for example.
 *
 * @param <U> the application's user type
 */
@FunctionalInterface
public interface SignInMethod<U> {

  /**
   * Answers whether this is a person whom this method knows, and whether the password is theirs.
   * Whatever this throws ends the sign-in and reaches the caller; the links behind are not asked.
   *
   * @param username what was typed, without white space around it; never empty
   * @param password what was typed; never empty. It is cleared when this returns
   */
  Answer<U> authenticate(String username, char[] password);

  /**
   * Answers a sign-in by this method.
   *
   * @param <U> the application's user type
   */
  sealed interface Answer<U> {

    /**
     * Says that the person may sign in.
     *
     * @param account the application's user
     * @param <U> the application's user type
     */
    record Yes<U>(U account) implements Answer<U> {

      /** Refuses a null. */
      public Yes {
        Objects.requireNonNull(account, "account");
      }
    }

    /**
     * Says that this method knows the person, who may not sign in: the password is wrong, for
     * example. Nobody else is asked.
     *
     * @param detail why, fit for a log
     * @param <U> the application's user type
     */
    record No<U>(String detail) implements Answer<U> {

      /** Refuses a null. */
      public No {
        Objects.requireNonNull(detail, "detail");
      }
    }

    /**
     * Says that this method does not know the person; the next link is asked.
     *
     * @param <U> the application's user type
     */
    record UnknownUser<U>() implements Answer<U> {}
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Objects;

/**
 * A sign-in without a directory, as one link of a {@link SignInChain}: by a local password for
 * administrators who must sign in when the directory is down, for example.
 *
 * @param <U> the application's user type
 */
@FunctionalInterface
public interface SignInMethod<U> {

  /**
   * Checks whether this method knows the user, and whether the password is right. An exception ends
   * the sign-in and reaches the caller; later links are not tried.
   *
   * @param username the name as it was typed, without white space around it; never empty
   * @param password the password as it was typed; never empty. The chain clears it when this
   *     returns
   */
  Answer<U> authenticate(String username, char[] password);

  /**
   * The answer to a sign-in by this method.
   *
   * @param <U> the application's user type
   */
  sealed interface Answer<U> {

    /**
     * The user may sign in.
     *
     * @param account the application's user
     * @param <U> the application's user type
     */
    record Yes<U>(U account) implements Answer<U> {

      /** Rejects null. */
      public Yes {
        Objects.requireNonNull(account, "account");
      }
    }

    /**
     * This method knows the user, who may not sign in: the password is wrong, for example. No other
     * link is tried.
     *
     * @param detail the reason, fit for a log
     * @param <U> the application's user type
     */
    record No<U>(String detail) implements Answer<U> {

      /** Rejects null. */
      public No {
        Objects.requireNonNull(detail, "detail");
      }
    }

    /**
     * This method does not know the user; the next link is tried.
     *
     * @param <U> the application's user type
     */
    record UnknownUser<U>() implements Answer<U> {}
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Null checks on what the application's own code returns. */
final class Callbacks {

  private Callbacks() {}

  /**
   * Returns the result of a callback.
   *
   * @param code the application's object
   * @param method the name of the method that was called
   * @throws NullPointerException if the result is null, naming both
   */
  static <T> T requireResult(Object code, String method, @Nullable T result) {
    if (result == null) {
      throw new NullPointerException(
          method + " of " + code.getClass().getName() + " returned null");
    }
    return result;
  }

  /**
   * Returns the results of a callback; see {@link #requireResult}.
   *
   * @throws NullPointerException if the results, or one of them, are null
   */
  static <T> Collection<T> requireResults(
      Object code, String method, @Nullable Collection<T> results) {
    Collection<T> all = requireResult(code, method, results);
    all.forEach(result -> requireResult(code, method, result));
    return all;
  }
}

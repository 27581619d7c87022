// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives what the application's own code gives: without null checks it may be null all the same.
 */
final class Given {

  private Given() {}

  /**
   * Returns what was given.
   *
   * @param code whose code it was
   * @param what what was asked of it
   * @throws NullPointerException if it is null, naming both
   */
  static <T> T by(Object code, String what, @Nullable T answer) {
    return Objects.requireNonNull(
        answer, () -> what + " of " + code.getClass().getName() + " gave null");
  }

  /**
   * Returns the things that were given; see {@link #by}.
   *
   * @throws NullPointerException if one of them is null, too
   */
  static <T> Collection<T> allBy(Object code, String what, @Nullable Collection<T> answer) {
    Collection<T> all = by(code, what, answer);
    all.forEach(one -> by(code, what, one));
    return all;
  }
}

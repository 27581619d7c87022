// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The decided changes to one user, not yet written.
 *
 * @param changes what is set, in this order
 * @param missing mapped attributes that the entry does not have
 */
record UserChanges<U>(List<Change<U>> changes, List<String> missing) {

  /**
   * The application's user after a change.
   *
   * @param account the same object, unless such users cannot change
   * @param isChanged whether there is something to save
   */
  record Changed<U>(U account, boolean isChanged) {}

  /** One thing to set on the application's user. */
  @FunctionalInterface
  interface Change<U> {
    Changed<U> applyTo(U account);
  }

  /** The application's way to set a value. */
  @FunctionalInterface
  interface Setter<U, T> {
    Changed<U> set(U account, T value);

    /**
     * Returns one that changes the user itself.
     *
     * @param method the name of the builder's method
     */
    static <U, T> Setter<U, T> of(String method, BiConsumer<? super U, ? super T> setter) {
      Objects.requireNonNull(setter, method + " setter");
      return (account, value) -> {
        setter.accept(account, value);
        return new Changed<>(account, true);
      };
    }

    /**
     * Returns one that makes another user, which is saved only if it differs.
     *
     * @param method the name of the builder's method
     */
    static <U, T> Setter<U, T> making(
        String method, BiFunction<? super U, ? super T, ? extends U> wither) {
      Objects.requireNonNull(wither, method + " wither");
      return (account, value) -> {
        U made = Callbacks.requireResult(wither, method, wither.apply(account, value));
        return new Changed<>(made, !made.equals(account));
      };
    }
  }

  /** Sets everything. */
  Changed<U> applyTo(U account) {
    Changed<U> result = new Changed<>(account, false);
    for (Change<U> change : changes) {
      Changed<U> next = change.applyTo(result.account());
      result = new Changed<>(next.account(), result.isChanged() || next.isChanged());
    }
    return result;
  }
}

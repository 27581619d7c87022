// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.List;

/**
 * Holds what one user is given: decided, and not yet written.
 *
 * @param writes what is set, in this order
 * @param missing mapped attributes that the entry does not have
 */
record Filling<U>(List<Write<U>> writes, List<String> missing) {

  /** Gives a user something, and returns whether there was anything to give. */
  @FunctionalInterface
  interface Write<U> {
    boolean to(U account);
  }

  /** Fills the user, and returns whether it was given anything. */
  boolean fill(U account) {
    boolean given = false;
    for (Write<U> write : writes) {
      given |= write.to(account);
    }
    return given;
  }
}

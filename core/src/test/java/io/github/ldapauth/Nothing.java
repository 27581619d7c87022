// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Stands for code that was written without null checks. */
final class Nothing {

  private Nothing() {}

  /** Returns null as whatever is wanted. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T nothing() {
    return null;
  }
}

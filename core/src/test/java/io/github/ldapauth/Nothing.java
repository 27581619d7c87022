// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Stands for code that was written without null checks. */
public final class Nothing {

  private Nothing() {}

  /** Returns null as whatever is wanted. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  public static <T> T nothing() {
    return null;
  }
}

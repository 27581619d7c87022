// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link UserStore#save} if another sign-in saved the same user first: a new user with
 * the same key (a unique constraint fails), or a known user since {@link UserStore#find} (a version
 * column differs). ldapauth then finds, fills and saves the user once more.
 */
public class UserConflictException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Constructs an exception that describes the conflict.
   *
   * @param cause the exception of the database; null for none
   */
  public UserConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

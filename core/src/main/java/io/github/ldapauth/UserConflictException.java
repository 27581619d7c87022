// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link UserStore#save} if the store already has a user with the key of a new one. The
 * usual cause is a violated unique constraint, if a user's first two sign-ins run at the same time.
 */
public class UserConflictException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Constructs an exception that describes the conflict. */
  public UserConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import org.jspecify.annotations.Nullable;

/**
 * Says that a new user could not be saved because there is one with the same key by now: thrown by
 * {@link UserStore#save}, typically for a violated unique constraint, when one person signs in for
 * the first time twice at the same moment.
 */
public class UserConflictException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Describes the conflict. */
  public UserConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

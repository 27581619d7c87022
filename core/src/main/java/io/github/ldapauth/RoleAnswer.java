// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.group.Answer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Answers which roles a person has: {@link Known}, be it none, or {@link CannotTell}, which is
 * never the same as none.
 *
 * @param <R> the application's role type
 */
public sealed interface RoleAnswer<R> {

  /** Returns whether the person has this role; unknown if that cannot be told. */
  Answer has(R role);

  /**
   * Says which roles the person has.
   *
   * @param roles in the order of the mapping; empty for somebody who is in none of its groups, whom
   *     the directory does not know, or whom {@link LdapAuthenticator#roles} gives none
   * @param <R> the application's role type
   */
  record Known<R>(Set<R> roles) implements RoleAnswer<R> {

    /** Copies the roles. */
    public Known {
      roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
    }

    @Override
    public Answer has(R role) {
      return roles.contains(role) ? Answer.YES : Answer.NO;
    }
  }

  /**
   * Says that the directory did not tell enough.
   *
   * @param detail why, fit for a log
   * @param cause what the directory failed with; empty if it answered, but not completely
   * @param <R> the application's role type
   */
  record CannotTell<R>(String detail, Optional<LdapDirectoryException> cause)
      implements RoleAnswer<R> {

    @Override
    public Answer has(R role) {
      return Answer.UNKNOWN;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.RoleAnswer.CannotTell;
import io.github.ldapauth.RoleAnswer.Known;
import io.github.ldapauth.group.Groups;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Says which roles people have, by their groups in one directory. Immutable, and remembers nothing:
 * each answer is as fresh as the groups it is given.
 *
 * @param <R> the application's role type
 */
public final class RoleMapping<R> {

  /**
   * Gives roles to whoever is in certain groups.
   *
   * @param text says which
   * @param roles returns the roles; empty if they cannot be told from these groups
   */
  record Rule<R>(String text, Function<Groups, Optional<Collection<? extends R>>> roles) {

    @Override
    public String toString() {
      return text;
    }
  }

  private final List<Rule<R>> rules;

  RoleMapping(List<Rule<R>> rules) {
    this.rules = rules;
  }

  /**
   * Begins a mapping for the people of one directory.
   *
   * @param config how their groups are found
   */
  public static <R> RoleMappingBuilder<R> builder(LdapAuthConfig config) {
    return new RoleMappingBuilder<>(config);
  }

  /**
   * Returns the roles of a person whose groups were read, at a sign-in or by {@link
   * LdapAuthenticator#lookup}; no rule of the configuration is applied again. Cannot tell if the
   * groups are not complete, or were looked for where this mapping does not, and that could matter.
   */
  public RoleAnswer<R> of(LdapUser person) {
    Set<R> roles = new LinkedHashSet<>();
    for (Rule<R> rule : rules) {
      Optional<Collection<? extends R>> some = rule.roles().apply(person.groups());
      if (some.isEmpty()) {
        return new CannotTell<>(
            "not all groups that matter were looked at or could be read for " + person.dn(),
            Optional.empty());
      }
      roles.addAll(some.get());
    }
    return new Known<>(roles);
  }

  /** Returns which groups give roles, in the order in which they were added. */
  @Override
  public String toString() {
    return "RoleMapping" + rules;
  }
}

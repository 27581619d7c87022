// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The roles that groups of one directory give. Immutable; it caches nothing, so each answer is as
 * fresh as the groups it is given.
 *
 * @param <R> the application's role type
 */
public final class RoleMapping<R> {

  /**
   * One source of roles.
   *
   * @param text the groups and their roles, for {@code toString}
   * @param doubt returns why the groups of a user do not decide; empty if they do
   * @param roles returns the roles if they decide
   */
  record Rule<R>(
      String text,
      Function<Groups, Optional<String>> doubt,
      Function<Groups, Collection<? extends R>> roles) {

    @Override
    public String toString() {
      return text;
    }
  }

  private final List<Rule<R>> rules;
  private final List<GroupQuery> queries;

  RoleMapping(List<Rule<R>> rules, List<GroupQuery> queries) {
    this.rules = rules;
    this.queries = queries;
  }

  /**
   * Returns the queries that give roles, for {@link LdapAuthenticator#findProblems(Collection)}.
   */
  public List<GroupQuery> queries() {
    return queries;
  }

  /**
   * Begins a mapping for the users of one configuration.
   *
   * @param config the configuration that finds the groups of these users
   */
  public static <R> RoleMappingBuilder<R> builder(LdapAuthConfig config) {
    return new RoleMappingBuilder<>(config);
  }

  /**
   * Returns the roles of a user, in the order of the mapping. It sends nothing: it uses the groups
   * that a sign-in or a look-up read. It applies no rule of the configuration; {@link
   * LdapAuthenticator#lookupPermitted} does.
   *
   * @return an unmodifiable set, empty if no group gives a role
   * @throws LdapDirectoryException with {@link Stage#READ_GROUPS} if these groups do not decide:
   *     not all of them could be read, another configuration searched for them elsewhere, or the DN
   *     or name of one only resembles one of this mapping
   */
  public Set<R> of(LdapUser user) {
    Set<R> roles = new LinkedHashSet<>();
    for (Rule<R> rule : rules) {
      Optional<String> doubt = rule.doubt().apply(user.groups());
      if (doubt.isPresent()) {
        throw new LdapDirectoryException(
            Stage.READ_GROUPS,
            "the groups of " + user.dn() + " do not decide " + rule + ": " + doubt.get());
      }
      roles.addAll(rule.roles().apply(user.groups()));
    }
    return Collections.unmodifiableSet(roles);
  }

  /** Returns the groups that give roles, in the order of the builder's calls. */
  @Override
  public String toString() {
    return "RoleMapping" + rules;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.role.NamedGroups.Listed;
import io.github.ldapauth.role.NamedGroups.Names;
import io.github.ldapauth.role.NamedGroups.Prefix;
import io.github.ldapauth.role.RoleMapping.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A builder of {@link RoleMapping}: the groups that give roles. Not safe for use by several
 * threads.
 *
 * @param <R> the application's role type
 */
public final class RoleMappingBuilder<R> {

  private final LdapAuthConfig config;
  private final @Nullable GroupLookup lookup;
  private final List<Rule<R>> rules = new ArrayList<>();
  private final List<GroupQuery> queries = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  RoleMappingBuilder(LdapAuthConfig config) {
    this.config = Objects.requireNonNull(config, "config");
    this.lookup = config.groups().orElse(null);
  }

  /**
   * Gives a role to users that match the query. If the query names a group under {@code not}, name
   * the group in a rule or in {@code lookFor} of the configuration too. Otherwise its members would
   * get the role if the group cannot be seen. Default: no query gives a role.
   *
   * @param query names groups that the configuration can find; others are a mistake
   * @param role the role; several queries may give the same one
   */
  public RoleMappingBuilder<R> role(GroupQuery query, R role) {
    Objects.requireNonNull(role, "role");
    mistakes.addAll(Objects.requireNonNull(query, "role query").mistakes("role", lookup));
    query
        .groupsUnderNot()
        .filter(group -> !config.looksFor(group))
        .map(
            group ->
                "role "
                    + role
                    + " not memberOf \""
                    + group
                    + "\": call lookFor(...) on the builder of LdapAuthConfig")
        .forEach(mistakes::add);
    queries.add(query);
    rules.add(
        new Rule<>(
            query + ": " + role,
            groups ->
                query.evaluate(groups) == Answer.UNKNOWN
                    ? Optional.of(query.doubts(groups))
                    : Optional.empty(),
            groups -> query.evaluate(groups) == Answer.YES ? List.of(role) : List.of()));
    return this;
  }

  /**
   * Gives roles to the members of groups with certain names, directly below one entry. Anyone who
   * can create or rename groups there gives these roles, so choose an entry below which only
   * administrators can. Default: names give no roles.
   *
   * @param base the DN of the parent of these groups
   * @param names the names, compared exactly
   * @param roles returns the roles for a group's name; {@link RoleMapping#of} rethrows what it
   *     throws
   */
  public RoleMappingBuilder<R> groupNames(
      String base, Set<String> names, Function<String, ? extends Collection<? extends R>> roles) {
    Objects.requireNonNull(names, "names").forEach(name -> Objects.requireNonNull(name, "names"));
    if (names.isEmpty()) {
      mistakes.add("groupNames: names no group");
    }
    return byName("groupNames", base, Listed.of(names), roles);
  }

  /**
   * Gives roles to the members of groups with a prefix in their names, directly below one entry.
   * Use it if there is no list of names; see {@link #groupNames}. Default: names give no roles.
   *
   * @param prefix the beginning of the names, compared exactly
   * @param roles takes the whole name
   */
  public RoleMappingBuilder<R> groupNamePrefix(
      String base, String prefix, Function<String, ? extends Collection<? extends R>> roles) {
    if (Objects.requireNonNull(prefix, "prefix").isBlank()) {
      mistakes.add("groupNamePrefix: is empty, which would match all names");
    }
    return byName("groupNamePrefix", base, new Prefix(prefix), roles);
  }

  private RoleMappingBuilder<R> byName(
      String setting,
      String base,
      Names names,
      Function<String, ? extends Collection<? extends R>> roles) {
    ParsedSetting<Dn> parent = ParsedSetting.dn(setting + " base", base);
    parent.addMistakeTo(mistakes);
    if (lookup == null) {
      mistakes.add(setting + ": " + GroupLookup.MISSING);
    } else if (parent.value().filter(dn -> !lookup.canFind(NamedGroups.childOf(dn))).isPresent()) {
      mistakes.add(setting + " base \"" + parent + "\": a group below it " + lookup.outside());
    }
    NamedGroups<R> groups = new NamedGroups<>(setting, parent, names, roles);
    rules.add(new Rule<>(groups.toString(), groups::doubt, groups::rolesOf));
    return this;
  }

  /**
   * Builds the mapping.
   *
   * @throws InvalidConfigException with all mistakes; a mapping without roles is one
   */
  public RoleMapping<R> build() {
    List<String> found = rules.isEmpty() ? List.of("RoleMapping: has no roles") : mistakes;
    if (!found.isEmpty()) {
      throw new InvalidConfigException(found);
    }
    return new RoleMapping<>(List.copyOf(rules), List.copyOf(queries));
  }
}

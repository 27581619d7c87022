// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.Name;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import io.github.ldapauth.role.RoleMapping.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the groups that give roles. Not safe for use by several threads.
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
    Set<String> allowed = Set.copyOf(names);
    if (allowed.isEmpty()) {
      mistakes.add("groupNames: names no group");
    }
    List<Name> compared = allowed.stream().map(Name::of).toList();
    return byName(
        "groupNames",
        allowed.toString(),
        base,
        allowed::contains,
        name ->
            compared.stream()
                .filter(Name.of(name)::isDoubtful)
                .filter(other -> !allowed.contains(name))
                .map(Name::toString)
                .findFirst(),
        roles);
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
    return byName(
        "groupNamePrefix",
        prefix,
        base,
        name -> name.startsWith(prefix),
        name ->
            Name.of(name).beginsDoubtfully(prefix)
                ? Optional.of("one that begins with " + prefix)
                : Optional.empty(),
        roles);
  }

  private RoleMappingBuilder<R> byName(
      String setting,
      String names,
      String base,
      Predicate<String> counts,
      Function<String, Optional<String>> lookalike,
      Function<String, ? extends Collection<? extends R>> roles) {
    Objects.requireNonNull(roles, "roles");
    ParsedSetting<Dn> parent = ParsedSetting.dn(setting + " base", base);
    parent.addMistakeTo(mistakes);
    if (lookup == null) {
      mistakes.add(setting + ": " + GroupLookup.MISSING);
    } else if (parent.value().filter(dn -> !lookup.canFind(childOf(dn))).isPresent()) {
      mistakes.add(setting + " base \"" + parent + "\": a group below it " + lookup.outside());
    }
    rules.add(
        new Rule<>(
            setting + " " + names + " below " + parent,
            groups -> doubtByName(groups, parent.get(), counts, lookalike),
            groups -> rolesByName(setting, groups, parent.get(), counts, roles)));
    return this;
  }

  private static Dn childOf(Dn parent) {
    return Dn.parse("cn=any," + parent);
  }

  private static Optional<String> doubtByName(
      Groups groups,
      Dn parent,
      Predicate<String> counts,
      Function<String, Optional<String>> lookalike) {
    if (!groups.isComplete() || groups.contains(childOf(parent)) == Answer.UNKNOWN) {
      return Optional.of("not all groups below " + parent + " were searched or could be read");
    }
    for (Dn group : groups.dns()) {
      String name = groups.nameOf(group).orElse("");
      if (group.mayBeWithin(parent, SearchScope.ONE_LEVEL)) {
        Optional<String> other = lookalike.apply(name);
        if (other.isPresent()) {
          return Optional.of(Name.doubt(name, other.get()));
        }
        if (counts.test(name) && !group.isWithin(parent, SearchScope.ONE_LEVEL)) {
          return Optional.of(Name.doubt(group, "a group below " + parent));
        }
      }
    }
    return Optional.empty();
  }

  private static <R> Collection<? extends R> rolesByName(
      String setting,
      Groups groups,
      Dn parent,
      Predicate<String> counts,
      Function<String, ? extends Collection<? extends R>> roles) {
    return groups.dns().stream()
        .filter(group -> group.isWithin(parent, SearchScope.ONE_LEVEL))
        .flatMap(group -> groups.nameOf(group).stream())
        .filter(counts)
        .flatMap(name -> requireRoles(setting, roles, roles.apply(name)).stream())
        .toList();
  }

  /** Application code compiled without null checks may return null. */
  private static <R> Collection<? extends R> requireRoles(
      String setting, Object function, @Nullable Collection<? extends R> roles) {
    if (roles == null || roles.stream().anyMatch(Objects::isNull)) {
      throw new NullPointerException(
          "roles of " + setting + " of " + function.getClass().getName() + " returned null");
    }
    return roles;
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

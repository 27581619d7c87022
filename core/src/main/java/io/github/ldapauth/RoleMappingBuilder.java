// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.RoleMapping.Rule;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Says which groups give which roles. Not safe for use by several threads.
 *
 * @param <R> the application's role type
 */
public final class RoleMappingBuilder<R> {

  private final LdapAuthConfig config;
  private final List<Rule<R>> rules = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  RoleMappingBuilder(LdapAuthConfig config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  /** Gives a role to whoever satisfies the query. Default: no query gives a role. */
  public RoleMappingBuilder<R> role(GroupQuery query, R role) {
    Objects.requireNonNull(role, "role");
    mistakes.addAll(Objects.requireNonNull(query, "query").mistakes("role", config.groups()));
    rules.add(
        new Rule<>(
            query + ": " + role,
            groups -> {
              Answer answer = query.evaluate(groups);
              return answer == Answer.UNKNOWN
                  ? Optional.empty()
                  : Optional.of(answer == Answer.YES ? List.of(role) : List.of());
            }));
    return this;
  }

  /**
   * Gives roles to the members of groups with certain names, directly below one entry. Whoever may
   * create groups there, or change their names, gives these roles: name an entry below which only
   * administrators may. Default: names mean nothing.
   *
   * @param base the DN of the entry directly below which groups count
   * @param names the names that count, compared exactly
   * @param roles turns a group's name into roles; what it throws reaches whoever asks for roles
   */
  public RoleMappingBuilder<R> groupNames(
      String base, Set<String> names, Function<String, ? extends Collection<? extends R>> roles) {
    Objects.requireNonNull(names, "names").forEach(name -> Objects.requireNonNull(name, "names"));
    Set<String> allowed = Set.copyOf(names);
    if (allowed.isEmpty()) {
      mistakes.add("groupNames: names no group");
    }
    return byName("groupNames", allowed.toString(), base, allowed::contains, roles);
  }

  /**
   * Gives roles to the members of groups whose names begin with a prefix, directly below one entry;
   * for names of which there is no list. See {@link #groupNames}. Default: names mean nothing.
   *
   * @param prefix what the names that count begin with, compared exactly
   * @param roles gets the whole name
   */
  public RoleMappingBuilder<R> groupNamePrefix(
      String base, String prefix, Function<String, ? extends Collection<? extends R>> roles) {
    if (Objects.requireNonNull(prefix, "prefix").isBlank()) {
      mistakes.add("groupNamePrefix: is empty, so that all names would count");
    }
    return byName("groupNamePrefix", prefix, base, name -> name.startsWith(prefix), roles);
  }

  private RoleMappingBuilder<R> byName(
      String setting,
      String names,
      String base,
      Predicate<String> counts,
      Function<String, ? extends Collection<? extends R>> roles) {
    Objects.requireNonNull(roles, "roles");
    ParsedSetting<Dn> parent = ParsedSetting.dn(setting + " base", base);
    parent.mistake().ifPresent(mistakes::add);
    GroupLookup lookup = config.groups();
    if (lookup == null) {
      mistakes.add(setting + ": " + GroupLookup.MISSING);
    } else if (parent.value().filter(dn -> !lookup.canFind(childOf(dn))).isPresent()) {
      mistakes.add(setting + " base \"" + parent + "\": lies outside " + lookup);
    }
    rules.add(
        new Rule<>(
            setting + " " + names + " below " + parent,
            groups ->
                groups.isComplete() && groups.contains(childOf(parent.get())) != Answer.UNKNOWN
                    ? Optional.of(rolesByName(setting, groups, parent.get(), counts, roles))
                    : Optional.empty()));
    return this;
  }

  private static Dn childOf(Dn parent) {
    return Dn.parse("cn=any," + parent);
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
        .flatMap(
            name ->
                Callbacks.requireResults(roles, "roles of " + setting, roles.apply(name)).stream())
        .toList();
  }

  /**
   * Makes the mapping.
   *
   * @throws InvalidConfigException with all mistakes together; that nothing gives a role is one
   */
  public RoleMapping<R> build() {
    InvalidConfigException.throwIfAny(
        rules.isEmpty() ? List.of("RoleMapping: has no roles") : mistakes);
    return new RoleMapping<>(List.copyOf(rules));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.Name;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.Groups;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Groups directly below one entry that give roles by their names.
 *
 * @param setting the method that adds them
 * @param parent the entry
 * @param roles returns the roles for a name; the application's
 */
record NamedGroups<R>(
    String setting,
    ParsedSetting<Dn> parent,
    Names names,
    Function<String, ? extends Collection<? extends R>> roles) {

  NamedGroups {
    Objects.requireNonNull(roles, "roles");
  }

  /** The names of groups that give roles. */
  sealed interface Names {

    boolean include(String name);

    /** Returns what a name only resembles; empty if it surely is one of these, or surely is not. */
    Optional<String> resembledBy(String name);
  }

  /** The names in a list. */
  record Listed(Set<String> all, List<Name> compared) implements Names {

    static Listed of(Set<String> names) {
      return new Listed(Set.copyOf(names), names.stream().map(Name::of).toList());
    }

    @Override
    public boolean include(String name) {
      return all.contains(name);
    }

    @Override
    public Optional<String> resembledBy(String name) {
      return include(name)
          ? Optional.empty()
          : compared.stream().filter(Name.of(name)::isDoubtful).map(Name::toString).findFirst();
    }

    @Override
    public String toString() {
      return all.toString();
    }
  }

  /** The names with a certain beginning. */
  record Prefix(String text) implements Names {

    @Override
    public boolean include(String name) {
      return name.startsWith(text);
    }

    @Override
    public Optional<String> resembledBy(String name) {
      return Name.of(name).beginsDoubtfully(text)
          ? Optional.of("one that begins with " + text)
          : Optional.empty();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Returns a group that is directly below an entry. */
  static Dn childOf(Dn parent) {
    return Dn.parse("cn=any," + parent);
  }

  /** Returns why the groups of a user do not decide; empty if they do. */
  Optional<String> doubt(Groups groups) {
    Dn base = parent.get();
    if (!groups.isComplete() || groups.contains(childOf(base)) == Answer.UNKNOWN) {
      return Optional.of("not all groups below " + base + " were searched or could be read");
    }
    for (Dn group : groups.dns()) {
      String name = groups.nameOf(group).orElse("");
      if (group.mayBeWithin(base, SearchScope.ONE_LEVEL)) {
        Optional<String> other = names.resembledBy(name);
        if (other.isPresent()) {
          return Optional.of(Name.doubt(name, other.get()));
        }
        if (names.include(name) && !group.isWithin(base, SearchScope.ONE_LEVEL)) {
          return Optional.of(Name.doubt(group, "a group below " + base));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the roles if the groups decide. */
  Collection<R> rolesOf(Groups groups) {
    return groups.dns().stream()
        .filter(group -> group.isWithin(parent.get(), SearchScope.ONE_LEVEL))
        .flatMap(group -> groups.nameOf(group).stream())
        .filter(names::include)
        .<R>flatMap(name -> required(roles.apply(name)).stream())
        .toList();
  }

  /** Application code compiled without null checks may return null. */
  private Collection<? extends R> required(@Nullable Collection<? extends R> some) {
    if (some == null || some.stream().anyMatch(Objects::isNull)) {
      throw new NullPointerException(
          "roles of " + setting + " of " + roles.getClass().getName() + " returned null");
    }
    return some;
  }

  /** Returns the setting, for messages. */
  @Override
  public String toString() {
    return setting + " " + names + " below " + parent;
  }
}

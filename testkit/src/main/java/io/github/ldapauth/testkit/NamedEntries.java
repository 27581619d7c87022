// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Emulation;
import io.github.ldapauth.testkit.server.Entries;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The users and groups of a running directory, by the names that the test gave them. Those of LDIF
 * have the name that one of the {@link #NAMING_ATTRIBUTES} gives to no other.
 */
final class NamedEntries implements Names {

  /** The attributes that name the users and groups of LDIF. */
  static final List<String> NAMING_ATTRIBUTES = List.of("uid", "sAMAccountName", "cn");

  private final Entries entries;
  private final Emulation emulation;
  private final Map<String, String> uuidsByName;
  private final Set<String> groups;

  /**
   * Takes the users and groups by name.
   *
   * @param uuidsByName in the order of their description
   * @param groups the names of the groups among them
   */
  NamedEntries(
      Entries entries, Emulation emulation, Map<String, String> uuidsByName, Set<String> groups) {
    this.entries = entries;
    this.emulation = emulation;
    this.uuidsByName = uuidsByName;
    this.groups = Set.copyOf(groups);
  }

  /**
   * Returns the DNs of users.
   *
   * @param setting what the users are for
   * @throws IllegalArgumentException if one is neither a name nor a DN
   */
  Set<DN> dnsOf(String setting, Collection<String> usersOrDns) {
    try {
      return usersOrDns.stream()
          .map(each -> Entries.parse(memberDn(each)).orElseThrow())
          .collect(toUnmodifiableSet());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + "(...): " + e.getMessage(), e);
    }
  }

  EditableEntry user(String name) {
    String dn = dnOf(name);
    if (isGroup(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is the group " + dn + "; use group(...)");
    }
    return entries.edit(() -> named(name));
  }

  EditableEntry group(String name) {
    String dn = dnOf(name);
    if (!isGroup(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is the user " + dn + "; use user(...)");
    }
    return entries.edit(() -> named(name));
  }

  void delete(String name) {
    entries.delete(dnOf(name));
  }

  private ReadOnlyEntry named(String name) {
    String uuid = uuidsByName.get(name);
    if (uuid == null) {
      return imported(name).orElseThrow(() -> Names.unknown(name, uuidsByName.keySet()));
    }
    return entries.matching(Filter.createEqualityFilter(Entries.UUID, uuid)).stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + name + "\" was deleted from the directory"));
  }

  private boolean isGroup(String name) {
    return uuidsByName.containsKey(name)
        ? groups.contains(name)
        : TestGroup.OBJECT_CLASSES.stream().anyMatch(named(name)::hasObjectClass);
  }

  private Optional<ReadOnlyEntry> imported(String name) {
    return NAMING_ATTRIBUTES.stream()
        .flatMap(attribute -> entries.having(attribute, name).stream())
        .findFirst();
  }

  @Override
  public String dnOf(String name) {
    return named(name).getDN();
  }

  /** Knows users by each name that they can bind with, such as {@code AD\alice}, too. */
  Names withBindNames() {
    return new Names() {
      @Override
      public String dnOf(String name) {
        return NamedEntries.this.dnOf(name);
      }

      @Override
      public void check(String name) {
        if (emulation.dnOf(name, entries).equals(name)) {
          Names.super.check(name);
        }
      }

      @Override
      public boolean isSame(String sent, String name) {
        return Names.super.isSame(sent, name)
            || Names.super.isSame(emulation.dnOf(sent, entries), name);
      }
    };
  }
}

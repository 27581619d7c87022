// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Entries that are no groups by their object classes, such as users and organizational units. An
 * entry of any other class may be an empty group.
 */
final class NoGroup {

  static final String CLASS = "objectClass";

  /** The classes of other entries, the most specific ones first. */
  private static final List<String> OTHERS =
      List.of(
          "computer",
          "user",
          "contact",
          "inetOrgPerson",
          "residentialPerson",
          "organizationalPerson",
          "person",
          "account",
          "posixAccount",
          "applicationProcess",
          "device",
          "organizationalUnit",
          "organization",
          "locality",
          "country",
          "builtinDomain",
          "domain",
          "dcObject",
          "container",
          "nsContainer",
          "alias");

  /** The classes of groups, some of which an entry may have beside one of the others. */
  private static final Set<String> GROUPS =
      Set.of(
          "group",
          "groupofnames",
          "groupofuniquenames",
          "groupofmembers",
          "groupofentries",
          "groupofurls",
          "posixgroup",
          "nisnetgroup",
          "organizationalrole",
          "nestedgroup",
          "ipausergroup",
          "dynamicgroup",
          "dynamicgroupaux",
          "nestedgroupaux",
          "ibm-staticgroup",
          "ibm-dynamicgroup",
          "ibm-nestedgroup",
          "sambagroupmapping");

  private NoGroup() {}

  /**
   * Returns that the entry is no group; empty if it may be one, or shows no classes.
   *
   * @param entry an entry that lists no members, with {@link #CLASS} and its memberURL
   */
  static Optional<GroupProblem> problem(LdapEntry entry) {
    Set<String> classes =
        entry.attributes().all(CLASS).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return DynamicMembers.isDynamic(entry) || classes.stream().anyMatch(GROUPS::contains)
        ? Optional.empty()
        : OTHERS.stream()
            .filter(other -> classes.contains(other.toLowerCase(Locale.ROOT)))
            .findFirst()
            .map(other -> GroupProblem.otherWay("is no group: its object class is " + other));
  }
}

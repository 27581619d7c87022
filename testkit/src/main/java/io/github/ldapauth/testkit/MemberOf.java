// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes {@code memberOf} from the members of groups. */
final class MemberOf implements VirtualAttribute {

  /** Where the members of groups are. */
  static final Set<String> LINKS = Set.of("member", "uniqueMember");

  private final boolean operational;
  private final boolean transitive;

  private MemberOf(boolean operational, boolean transitive) {
    this.operational = operational;
    this.transitive = transitive;
  }

  static MemberOf direct(boolean operational) {
    return new MemberOf(operational, false);
  }

  static MemberOf transitive(boolean operational) {
    return new MemberOf(operational, true);
  }

  @Override
  public String name() {
    return "memberOf";
  }

  @Override
  public boolean isOperational() {
    return operational;
  }

  @Override
  public Attribute of(ReadOnlyEntry entry, Entries entries) {
    return new Attribute(
        name(), DistinguishedNameMatchingRule.getInstance(), groupsOf(entry.getDN(), entries));
  }

  private Set<String> groupsOf(String member, Entries entries) {
    Set<String> groups = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(member));
    while (!open.isEmpty()) {
      for (String group : holding(open.remove(), entries)) {
        if (groups.add(group) && transitive) {
          open.add(group);
        }
      }
    }
    if (transitive) {
      groups.remove(member);
    }
    return groups;
  }

  /** Returns the DNs of the groups that have this member. */
  static List<String> holding(String member, Entries entries) {
    return entries
        .matching(
            Filter.createORFilter(
                LINKS.stream().map(link -> Filter.createPresenceFilter(link)).toList()))
        .stream()
        .filter(group -> LINKS.stream().anyMatch(link -> holds(group, link, member)))
        .map(ReadOnlyEntry::getDN)
        .toList();
  }

  private static boolean holds(ReadOnlyEntry group, String link, String member) {
    return group.hasAttributeValue(link, member, DistinguishedNameMatchingRule.getInstance());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The members of all groups at one moment. */
public final class Memberships {

  /** The attributes that hold the members of groups. */
  static final Set<String> LINKS = Set.of("member", "uniqueMember");

  private final Map<DN, Set<DN>> groups = new HashMap<>();
  private final Map<DN, Set<DN>> members = new HashMap<>();

  Memberships(List<ReadOnlyEntry> entries) {
    for (ReadOnlyEntry group : entries) {
      for (String link : LINKS) {
        String[] values = group.getAttributeValues(link);
        for (String value : values == null ? new String[0] : values) {
          Entries.parse(value).ifPresent(member -> add(member, Entries.dnOf(group)));
        }
      }
    }
  }

  private void add(DN member, DN group) {
    groups.computeIfAbsent(member, any -> new LinkedHashSet<>()).add(group);
    members.computeIfAbsent(group, any -> new LinkedHashSet<>()).add(member);
  }

  /** Returns the groups that hold this member themselves. */
  public Set<DN> groupsOf(DN member) {
    return groups.getOrDefault(member, Set.of());
  }

  /** Returns the groups that hold this member, or groups that do, and so on; cycles end. */
  public Set<DN> allGroupsOf(DN member) {
    return closure(groupsOf(member), this::groupsOf);
  }

  /** Returns some groups and the groups that hold them, as long as each is counted. */
  public Set<DN> allGroups(Collection<DN> some, Predicate<DN> counted) {
    return closure(
        new LinkedHashSet<>(some),
        group -> groupsOf(group).stream().filter(counted).collect(toUnmodifiableSet()));
  }

  /** Returns the members that a group holds itself. */
  public Set<DN> membersOf(DN group) {
    return members.getOrDefault(group, Set.of());
  }

  /** Returns the members of a group, and of groups among them, and so on; cycles end. */
  public Set<DN> allMembersOf(DN group) {
    return closure(membersOf(group), this::membersOf);
  }

  private static Set<DN> closure(Set<DN> start, Function<DN, Set<DN>> next) {
    if (start.stream().allMatch(dn -> next.apply(dn).isEmpty())) {
      return start;
    }
    Set<DN> reached = new LinkedHashSet<>();
    Deque<DN> open = new ArrayDeque<>(start);
    while (!open.isEmpty()) {
      DN dn = open.remove();
      if (reached.add(dn)) {
        open.addAll(next.apply(dn));
      }
    }
    return reached;
  }
}

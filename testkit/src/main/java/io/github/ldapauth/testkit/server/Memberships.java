// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

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

/** The members of all groups at one moment. */
final class Memberships {

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
  Set<DN> groupsOf(DN member) {
    return groups.getOrDefault(member, Set.of());
  }

  /** Returns the members that a group holds itself. */
  Set<DN> membersOf(DN group) {
    return members.getOrDefault(group, Set.of());
  }

  /** Returns what can be reached from some DNs, themselves included; cycles end. */
  static Set<DN> closure(Collection<DN> start, Function<DN, ? extends Collection<DN>> next) {
    Set<DN> reached = new LinkedHashSet<>();
    Deque<DN> open = new ArrayDeque<>(List.copyOf(start));
    while (!open.isEmpty()) {
      DN dn = open.remove();
      if (reached.add(dn)) {
        open.addAll(next.apply(dn));
      }
    }
    return reached;
  }
}

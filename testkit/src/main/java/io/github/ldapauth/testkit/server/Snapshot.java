// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Filters.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The entries and the members of groups, as they are between two changes.
 *
 * @param version counts the changes
 * @param all in the order of their UUIDs
 * @param byDn the entries by their DNs, as they are spelled
 */
record Snapshot(
    long version,
    List<ReadOnlyEntry> all,
    Map<String, ReadOnlyEntry> byDn,
    List<ReadOnlyEntry> aliases,
    Memberships memberships) {

  static Snapshot of(long version, List<ReadOnlyEntry> entries) {
    List<ReadOnlyEntry> all =
        entries.stream().sorted(Comparator.comparing(entry -> uuid(entry))).toList();
    Map<String, ReadOnlyEntry> byDn = new HashMap<>();
    all.forEach(entry -> byDn.put(entry.getDN(), entry));
    List<ReadOnlyEntry> aliases = all.stream().filter(Aliases::isAlias).toList();
    return new Snapshot(version, all, byDn, aliases, new Memberships(all));
  }

  private static String uuid(ReadOnlyEntry entry) {
    return entry.getAttributeValue(Entries.UUID).toLowerCase(Locale.ROOT);
  }

  /**
   * Returns a filter that the SDK's server understands, for the entries that match. Neighbours
   * share a range of UUIDs, where an entry that is added meanwhile may be too.
   */
  Filter filterFor(Predicate<ReadOnlyEntry> condition) {
    List<Range> ranges = new ArrayList<>();
    int first = 0;
    for (int i = 0; i <= all.size(); i++) {
      if (i == all.size() || !condition.test(all.get(i))) {
        if (first < i) {
          ranges.add(new Range(uuid(all.get(first)), uuid(all.get(i - 1))));
        }
        first = i + 1;
      }
    }
    return Filters.within(Entries.UUID, ranges);
  }
}

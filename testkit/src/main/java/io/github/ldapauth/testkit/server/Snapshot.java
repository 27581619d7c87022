// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries and the members of groups, as they are between two changes.
 *
 * @param version counts the changes
 * @param byDn the entries by their DNs, as they are spelled
 */
record Snapshot(
    long version,
    List<ReadOnlyEntry> all,
    Map<String, ReadOnlyEntry> byDn,
    List<ReadOnlyEntry> aliases,
    Memberships memberships) {

  static Snapshot of(long version, List<ReadOnlyEntry> all) {
    Map<String, ReadOnlyEntry> byDn = new HashMap<>();
    all.forEach(entry -> byDn.put(entry.getDN(), entry));
    List<ReadOnlyEntry> aliases = all.stream().filter(Aliases::isAlias).toList();
    return new Snapshot(version, all, byDn, aliases, new Memberships(all));
  }
}

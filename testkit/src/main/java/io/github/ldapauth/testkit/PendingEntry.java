// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import io.github.ldapauth.testkit.server.EditableEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The entry of a user or group that is described before its directory starts. */
final class PendingEntry implements TestGroup.Members {

  private final Entry entry;
  private final String place;
  private final List<String> members = new ArrayList<>();

  /** Takes the entry so far, and the line of the test that describes it. */
  PendingEntry(Entry entry, String place) {
    this.entry = entry;
    this.place = place;
  }

  EditableEntry edit() {
    return EditableEntry.of(entry);
  }

  String dn() {
    return entry.getDN();
  }

  String place() {
    return place;
  }

  /** The names are resolved when all users and groups are described. */
  @Override
  public void add(String... namesOrDns) {
    members.addAll(List.of(namesOrDns));
  }

  @Override
  public void remove(String... namesOrDns) {
    members.removeAll(List.of(namesOrDns));
  }

  /** Returns the entry with its members. */
  Entry finish(Names names) {
    String attribute = TestGroup.memberAttribute(edit());
    // Values are added at once: the SDK compares each value that it adds with all before.
    Map<String, String> values = new LinkedHashMap<>();
    try {
      TestGroup.memberValues(attribute, members, names)
          .forEach(value -> values.putIfAbsent(value.toLowerCase(Locale.ROOT), value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the group " + entry.getDN() + ", described at " + place + ": " + e.getMessage(), e);
    }
    if (!values.isEmpty()) {
      entry.addAttribute(attribute, values.values());
    }
    return entry;
  }
}

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

  private record Member(String attribute, String nameOrDn) {}

  private final Entry entry;
  private final String place;
  private final List<Member> members = new ArrayList<>();

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
  public void add(String attribute, String... namesOrDns) {
    for (String nameOrDn : namesOrDns) {
      members.add(new Member(attribute, nameOrDn));
    }
  }

  @Override
  public void remove(String attribute, String... namesOrDns) {
    members.removeIf(
        member ->
            member.attribute.equals(attribute) && List.of(namesOrDns).contains(member.nameOrDn));
  }

  /** Returns the entry with its members. */
  Entry finish(Names names) {
    // Values are added at once: the SDK compares each value that it adds with all before.
    Map<String, Map<String, String>> dns = new LinkedHashMap<>();
    for (Member member : members) {
      try {
        String dn = names.memberDn(member.nameOrDn);
        dns.computeIfAbsent(member.attribute, any -> new LinkedHashMap<>())
            .putIfAbsent(dn.toLowerCase(Locale.ROOT), dn);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the group " + entry.getDN() + ", described at " + place + ": " + e.getMessage(), e);
      }
    }
    dns.forEach((attribute, values) -> entry.addAttribute(attribute, values.values()));
    return entry;
  }
}

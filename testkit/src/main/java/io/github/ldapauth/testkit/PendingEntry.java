// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import java.util.ArrayList;
import java.util.List;

/** Holds an entry that is described before its directory starts. */
final class PendingEntry implements Editable {

  private record Member(String attribute, String nameOrDn) {}

  private final Entry entry;
  private final String place;
  private final List<Member> members = new ArrayList<>();

  /** Takes what is known of it, and the line of the test that describes it. */
  PendingEntry(Entry entry, String place) {
    this.entry = entry;
    this.place = place;
  }

  @Override
  public String dn() {
    return entry.getDN();
  }

  @Override
  public List<String> values(String attribute) {
    String[] values = entry.getAttributeValues(attribute);
    return values == null ? List.of() : List.of(values);
  }

  @Override
  public void set(String attribute, byte[]... values) {
    if (values.length == 0) {
      entry.removeAttribute(attribute);
    } else {
      entry.setAttribute(attribute, values);
    }
  }

  @Override
  public void add(String attribute, String... values) {
    entry.addAttribute(attribute, values);
  }

  @Override
  public void remove(String attribute, String... values) {
    entry.removeAttributeValues(attribute, values);
  }

  /** Who they are is settled when all users and groups are described. */
  @Override
  public void addMembers(String attribute, String... namesOrDns) {
    for (String nameOrDn : namesOrDns) {
      members.add(new Member(attribute, nameOrDn));
    }
  }

  @Override
  public void removeMembers(String attribute, String... namesOrDns) {
    members.removeIf(
        member ->
            member.attribute.equals(attribute) && List.of(namesOrDns).contains(member.nameOrDn));
  }

  @Override
  public void moveTo(String dn) {
    if (!DN.isValidDN(dn)) {
      throw new IllegalArgumentException("\"" + dn + "\", at " + place + ", is no DN");
    }
    entry.setDN(dn);
  }

  /** Returns the line of the test that describes it. */
  String place() {
    return place;
  }

  /** Returns the entry with its members, who are known by now. */
  Entry finish(Names names) {
    for (Member member : members) {
      try {
        entry.addAttribute(member.attribute, names.memberDn(member.nameOrDn));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the group " + entry.getDN() + ", described at " + place + ": " + e.getMessage(), e);
      }
    }
    return entry;
  }
}

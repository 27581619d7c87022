// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.EditableEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group, described before the directory starts or changed while it runs. The entry depends on the
 * {@link ServerKind}; by default it is a groupOfNames named by {@code cn}, below {@code ou=groups}.
 */
public final class TestGroup {

  /** Adds and removes members by name. */
  interface Members {

    void add(String... namesOrDns);

    void remove(String... namesOrDns);
  }

  private static final String NAME_OF_MEMBER = "memberUid";

  private static final Map<String, String> MEMBER_ATTRIBUTES =
      Map.of(
          "groupOfUniqueNames", "uniqueMember",
          "organizationalRole", "roleOccupant",
          "posixGroup", NAME_OF_MEMBER,
          "groupOfNames", "member",
          "group", "member");

  /** The object classes of groups. */
  static final Set<String> OBJECT_CLASSES = MEMBER_ATTRIBUTES.keySet();

  private final EditableEntry entry;
  private final Members members;

  TestGroup(EditableEntry entry, Members members) {
    this.entry = entry;
    this.members = members;
  }

  /** Returns the current DN. */
  public String dn() {
    return entry.dn();
  }

  /** Returns the current values of an attribute; an empty list if there are none. */
  public List<String> values(String attribute) {
    return entry.values(attribute);
  }

  /** Makes the group a groupOfUniqueNames. */
  public TestGroup ofUniqueNames() {
    return kind("groupOfUniqueNames");
  }

  /** Makes the group an organizationalRole. */
  public TestGroup role() {
    return kind("organizationalRole");
  }

  /** Makes the group a posixGroup. */
  public TestGroup posix(int gidNumber) {
    attribute("gidNumber", String.valueOf(gidNumber));
    return kind("posixGroup");
  }

  private TestGroup kind(String objectClass) {
    entry.set("objectClass", "top", objectClass);
    return this;
  }

  /**
   * Adds members. Default: none.
   *
   * @param namesOrDns names of users and groups, described before or after this one, or DNs; in a
   *     posixGroup any text
   */
  public TestGroup members(String... namesOrDns) {
    members.add(namesOrDns);
    return this;
  }

  /** Removes members, which are named as for {@link #members}. */
  public TestGroup remove(String... namesOrDns) {
    members.remove(namesOrDns);
    return this;
  }

  /** Returns the attribute that holds the members of a group. */
  static String memberAttribute(EditableEntry group) {
    return group.values("objectClass").stream()
        .filter(MEMBER_ATTRIBUTES::containsKey)
        .map(MEMBER_ATTRIBUTES::get)
        .findFirst()
        .orElse("member");
  }

  /** Returns the values of that attribute that stand for members. */
  static List<String> memberValues(String attribute, List<String> namesOrDns, Names names) {
    return attribute.equals(NAME_OF_MEMBER)
        ? namesOrDns
        : namesOrDns.stream().map(names::memberDn).toList();
  }

  /** Replaces the values of an attribute; without values, removes it. */
  public TestGroup attribute(String name, String... values) {
    entry.set(name, values);
    return this;
  }

  /** Sets the DN; in a running directory, renames or moves the entry. */
  public TestGroup dn(String dn) {
    entry.moveTo(Names.requireDn("dn", dn));
    return this;
  }

  /** Returns the DN. */
  @Override
  public String toString() {
    return dn();
  }
}

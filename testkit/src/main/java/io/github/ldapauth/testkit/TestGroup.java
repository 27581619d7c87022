// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.List;
import java.util.Map;

/**
 * Describes a group before the directory starts, or changes one while it runs. What the entry looks
 * like depends on the {@link ServerKind}; by default it is a groupOfNames named by {@code cn},
 * below {@code ou=groups}.
 */
public final class TestGroup {

  private static final Map<String, String> MEMBER_ATTRIBUTES =
      Map.of(
          "groupOfUniqueNames", "uniqueMember",
          "organizationalRole", "roleOccupant",
          "posixGroup", "memberUid");

  private final Editable entry;

  TestGroup(Editable entry) {
    this.entry = entry;
  }

  /** Returns the DN, as it is now. */
  public String dn() {
    return entry.dn();
  }

  /** Returns the values of an attribute, as they are now; an empty list if there are none. */
  public List<String> values(String attribute) {
    return entry.values(attribute);
  }

  /** Makes it a groupOfUniqueNames, before it has members. */
  public TestGroup ofUniqueNames() {
    return kind("groupOfUniqueNames");
  }

  /** Makes it an organizationalRole, before it has members. */
  public TestGroup role() {
    return kind("organizationalRole");
  }

  /** Makes it a posixGroup, before it has members. */
  public TestGroup posix(int gidNumber) {
    attribute("gidNumber", String.valueOf(gidNumber));
    return kind("posixGroup");
  }

  private TestGroup kind(String objectClass) {
    entry.set("objectClass", TestUser.bytes("top", objectClass));
    return this;
  }

  /**
   * Adds members: names of users and groups, described before or after this one, or DNs; in a
   * posixGroup any text. Default: no members.
   */
  public TestGroup members(String... members) {
    if (memberAttribute().equals("memberUid")) {
      entry.add("memberUid", members);
    } else {
      entry.addMembers(memberAttribute(), members);
    }
    return this;
  }

  /** Removes members, named as for {@link #members}. */
  public TestGroup remove(String... members) {
    if (memberAttribute().equals("memberUid")) {
      entry.remove("memberUid", members);
    } else {
      entry.removeMembers(memberAttribute(), members);
    }
    return this;
  }

  private String memberAttribute() {
    return entry.values("objectClass").stream()
        .filter(MEMBER_ATTRIBUTES::containsKey)
        .map(MEMBER_ATTRIBUTES::get)
        .findFirst()
        .orElse("member");
  }

  /** Sets an attribute to these values; without values it is removed. */
  public TestGroup attribute(String name, String... values) {
    entry.set(name, TestUser.bytes(values));
    return this;
  }

  /** Sets the DN: while the directory runs, that renames or moves the entry. */
  public TestGroup dn(String dn) {
    entry.moveTo(dn);
    return this;
  }

  /** Returns the DN. */
  @Override
  public String toString() {
    return dn();
  }
}

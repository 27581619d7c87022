// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import java.util.function.UnaryOperator;

/** Describes a group: a groupOfNames named by {@code cn}, below {@code ou=groups}. */
public final class GroupSpec {

  private final Entry entry;
  private final UnaryOperator<String> dnOf;
  private String memberAttribute = "member";

  GroupSpec(String cn, String parent, UnaryOperator<String> dnOf) {
    this.dnOf = dnOf;
    entry = new Entry(new RDN("cn", cn) + "," + parent);
    entry.addAttribute("objectClass", "top", "groupOfNames");
    entry.addAttribute("cn", cn);
  }

  /** Makes it a groupOfUniqueNames. Default: a groupOfNames. */
  public GroupSpec ofUniqueNames() {
    return kind("groupOfUniqueNames", "uniqueMember");
  }

  /** Makes it an organizationalRole. Default: a groupOfNames. */
  public GroupSpec role() {
    return kind("organizationalRole", "roleOccupant");
  }

  /** Makes it a posixGroup. Default: a groupOfNames. */
  public GroupSpec posix(int gidNumber) {
    entry.setAttribute("gidNumber", String.valueOf(gidNumber));
    return kind("posixGroup", "memberUid");
  }

  private GroupSpec kind(String objectClass, String attribute) {
    entry.setAttribute("objectClass", "top", objectClass);
    memberAttribute = attribute;
    return this;
  }

  /**
   * Adds members: names of users and groups that were described before, or DNs; in a posixGroup
   * just the names. Call it after the kind. Default: no members.
   */
  public GroupSpec members(String... members) {
    for (String member : members) {
      boolean plain = memberAttribute.equals("memberUid") || DN.isValidDN(member);
      entry.addAttribute(memberAttribute, plain ? member : dnOf.apply(member));
    }
    return this;
  }

  /** Sets an attribute to these values. */
  public GroupSpec attribute(String name, String... values) {
    entry.setAttribute(name, values);
    return this;
  }

  /** Sets the DN. Default: {@code cn=…} below {@code ou=groups}. */
  public GroupSpec dn(String dn) {
    entry.setDN(dn);
    return this;
  }

  Entry entry() {
    return entry;
  }
}

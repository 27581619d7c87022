// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.VirtualAttribute;
import io.github.ldapauth.testkit.server.VirtualAttribute.Shown;
import java.util.List;
import java.util.function.Function;

/** The attributes that Active Directory makes of others (MS-ADTS, section 3.1.1.4.5). */
final class DerivedAttributes {

  private DerivedAttributes() {}

  static List<VirtualAttribute> of(ActiveDirectoryBinds binds) {
    return List.of(
        VirtualAttribute.memberOf(Shown.BY_DEFAULT),
        TokenGroups.ATTRIBUTE,
        derived("name", Shown.BY_DEFAULT, entry -> name(entry)),
        derived("distinguishedName", Shown.BY_DEFAULT, entry -> distinguished(entry)),
        derived("primaryGroupToken", Shown.BY_NAME, entry -> groupToken(entry)),
        derived(
            "msDS-User-Account-Control-Computed", Shown.BY_NAME, entry -> computed(entry, binds)));
  }

  private static VirtualAttribute derived(
      String name, Shown shown, Function<ReadOnlyEntry, Attribute> maker) {
    return new VirtualAttribute(name, shown, (entry, entries) -> maker.apply(entry));
  }

  /** A user has the flags that time decides (MS-ADTS, section 3.1.1.4.5.17). */
  private static Attribute computed(ReadOnlyEntry entry, ActiveDirectoryBinds binds) {
    String name = "msDS-User-Account-Control-Computed";
    return entry.hasAttribute("userAccountControl")
        ? new Attribute(
            name, String.valueOf(binds.account(EditableEntry.of(entry.duplicate())).computed()))
        : new Attribute(name);
  }

  private static Attribute name(ReadOnlyEntry entry) {
    return new Attribute("name", Entries.dnOf(entry).getRDN().getAttributeValues()[0]);
  }

  private static Attribute distinguished(ReadOnlyEntry entry) {
    return new Attribute(
        "distinguishedName", DistinguishedNameMatchingRule.getInstance(), entry.getDN());
  }

  private static Attribute groupToken(ReadOnlyEntry entry) {
    return new Attribute(
        "primaryGroupToken",
        Sid.read(entry.getAttributeValueBytes("objectSid"))
            .filter(sid -> entry.hasAttribute("groupType"))
            .map(sid -> String.valueOf(sid.relativeId()))
            .stream()
            .toList());
  }
}

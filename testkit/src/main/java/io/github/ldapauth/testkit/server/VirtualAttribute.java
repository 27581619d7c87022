// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * An attribute that is not stored, but computed when it is needed.
 *
 * @param shown when a search returns it
 * @param maker computes it; without values if an entry has none. Filters compare by the attribute's
 *     matching rule.
 */
public record VirtualAttribute(
    String name, Shown shown, BiFunction<ReadOnlyEntry, Entries, Attribute> maker) {

  private static final String MEMBER_OF = "memberOf";

  /** When a search returns an attribute (RFC 4511, section 4.5.1.8; RFC 3673). */
  public enum Shown {
    /** With all user attributes. */
    BY_DEFAULT,
    /** By name, and by {@code +}. */
    AS_OPERATIONAL,
    /** By name only. */
    BY_NAME
  }

  /** Names the groups that hold an entry as a member. */
  public static VirtualAttribute memberOf(Shown shown) {
    return new VirtualAttribute(
        MEMBER_OF,
        shown,
        (entry, entries) -> dns(entries.groupsOf(Entries.dnOf(entry)).stream().toList()));
  }

  /** Names the groups of groups too; in a ring, a group is not its own member. */
  public static VirtualAttribute nestedMemberOf(Shown shown) {
    return new VirtualAttribute(
        MEMBER_OF,
        shown,
        (entry, entries) -> {
          DN dn = Entries.dnOf(entry);
          Set<DN> groups = entries.allGroupsOf(dn);
          return dns(groups.stream().filter(group -> !group.equals(dn)).toList());
        });
  }

  private static Attribute dns(List<DN> dns) {
    return new Attribute(
        MEMBER_OF,
        DistinguishedNameMatchingRule.getInstance(),
        dns.stream().map(DN::toString).toList());
  }

  Attribute of(ReadOnlyEntry entry, Entries entries) {
    return maker.apply(entry, entries);
  }

  /** Returns whether a search that requests this name returns the attribute. */
  boolean isRequestedBy(String requested) {
    return requested.equalsIgnoreCase(name)
        || (shown == Shown.BY_DEFAULT && requested.equals("*"))
        || (shown == Shown.AS_OPERATIONAL && requested.equals("+"));
  }
}

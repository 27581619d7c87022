// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static java.util.stream.Collectors.toCollection;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * An attribute that is not stored, but computed when it is needed.
 *
 * @param shown when a search returns it
 * @param maker computes it; without values if an entry has none. Filters compare by the attribute's
 *     matching rule.
 * @param finder finds the entries that have a DN among its values, without making those of all
 */
public record VirtualAttribute(
    String name,
    Shown shown,
    BiFunction<ReadOnlyEntry, Entries, Attribute> maker,
    Optional<BiFunction<DN, Entries, Set<DN>>> finder) {

  public static final String MEMBER_OF = "memberOf";

  /** An attribute whose values can only be made entry by entry. */
  public VirtualAttribute(
      String name, Shown shown, BiFunction<ReadOnlyEntry, Entries, Attribute> maker) {
    this(name, shown, maker, Optional.empty());
  }

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
        (entry, entries) -> dns(MEMBER_OF, entries.memberships().groupsOf(Entries.dnOf(entry))),
        Optional.of((group, entries) -> entries.memberships().membersOf(group)));
  }

  /** Names the groups of groups too; in a ring, a group is not its own member. */
  public static VirtualAttribute nestedMemberOf(String name, Shown shown) {
    return new VirtualAttribute(
        name,
        shown,
        (entry, entries) -> {
          DN dn = Entries.dnOf(entry);
          return dns(name, without(dn, entries.memberships().allGroupsOf(dn)));
        },
        Optional.of((group, entries) -> without(group, entries.memberships().allMembersOf(group))));
  }

  private static Set<DN> without(DN self, Set<DN> dns) {
    return dns.contains(self)
        ? dns.stream().filter(dn -> !dn.equals(self)).collect(toCollection(LinkedHashSet::new))
        : dns;
  }

  private static Attribute dns(String name, Set<DN> dns) {
    return new Attribute(
        name, DistinguishedNameMatchingRule.getInstance(), dns.stream().map(DN::toString).toList());
  }

  Attribute of(ReadOnlyEntry entry, Entries entries) {
    return maker.apply(entry, entries);
  }

  /** Returns the entries that an equality filter finds. */
  Predicate<ReadOnlyEntry> having(ASN1OctetString value, Entries entries) {
    if (finder.isEmpty()) {
      return entry -> of(entry, entries).hasValue(value.getValue());
    }
    Set<DN> found =
        Entries.parse(value.stringValue())
            .map(dn -> finder.get().apply(dn, entries))
            .orElse(Set.of());
    return entry -> found.contains(Entries.dnOf(entry));
  }

  /** Returns whether a search that requests this name returns the attribute. */
  boolean isRequestedBy(String requested) {
    return requested.equalsIgnoreCase(name)
        || (shown == Shown.BY_DEFAULT && requested.equals("*"))
        || (shown == Shown.AS_OPERATIONAL && requested.equals("+"));
  }
}

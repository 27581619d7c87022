// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.matchingrules.OctetStringMatchingRule;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Entries;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The comparisons of Active Directory that differ from those of the SDK without a schema. */
final class ActiveDirectoryFilters {

  private static final String ALL_BITS = "1.2.840.113556.1.4.803";
  private static final String ANY_BIT = "1.2.840.113556.1.4.804";
  private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

  /** The attributes that filters do not know. */
  private static final Set<String> CONSTRUCTED = Set.of("tokengroups", "primarygrouptoken");

  private final ActiveDirectoryDomain domain;

  ActiveDirectoryFilters(ActiveDirectoryDomain domain) {
    this.domain = domain;
  }

  /** Returns the meaning of a part of a filter; empty if other servers agree. */
  Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf, Entries entries) {
    if (leaf.getMatchingRuleID() != null) {
      return Optional.of(extensible(leaf, entries));
    }
    // Attributes have one name, and filters do not know their OIDs.
    if (Character.isDigit(leaf.getAttributeName().charAt(0))) {
      return Optional.of(entry -> false);
    }
    if (CONSTRUCTED.contains(leaf.getAttributeName().toLowerCase(Locale.ROOT))) {
      return Optional.of(entry -> false);
    }
    return leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY ? equality(leaf) : Optional.empty();
  }

  /** An unknown rule or a malformed value finds nothing. */
  private static Predicate<ReadOnlyEntry> extensible(Filter leaf, Entries entries) {
    String attribute = String.valueOf(leaf.getAttributeName());
    String value = leaf.getAssertionValue();
    return switch (leaf.getMatchingRuleID()) {
      case ALL_BITS -> bits(attribute, value, (stored, mask) -> (stored & mask) == mask);
      case ANY_BIT -> bits(attribute, value, (stored, mask) -> (stored & mask) != 0);
      case IN_CHAIN -> inChain(attribute, value, entries);
      default -> entry -> false;
    };
  }

  private interface BitRule {
    boolean holds(long stored, long mask);
  }

  private static Predicate<ReadOnlyEntry> bits(String attribute, String value, BitRule rule) {
    return entry ->
        number(value)
            .anyMatch(
                mask ->
                    number(entry.getAttributeValue(attribute))
                        .anyMatch(stored -> rule.holds(stored, mask)));
  }

  private static LongStream number(@Nullable String text) {
    try {
      return text == null ? LongStream.empty() : LongStream.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return LongStream.empty();
    }
  }

  private static Predicate<ReadOnlyEntry> inChain(String attribute, String value, Entries entries) {
    Set<DN> found =
        Entries.parse(value)
            .map(
                dn ->
                    switch (attribute.toLowerCase(Locale.ROOT)) {
                      case "member" -> entries.memberships().allGroupsOf(dn);
                      case "memberof" -> entries.memberships().allMembersOf(dn);
                      default -> Set.<DN>of();
                    })
            .orElse(Set.of());
    return entry -> found.contains(Entries.dnOf(entry));
  }

  private Optional<Predicate<ReadOnlyEntry>> equality(Filter leaf) {
    String attribute = leaf.getAttributeName();
    String value = leaf.getAssertionValue();
    byte[] raw = leaf.getAssertionValueBytes();
    return switch (attribute.toLowerCase(Locale.ROOT)) {
      case "objectsid" -> octets(attribute, Sid.parse(value).map(Sid::bytes).orElse(raw));
      case "objectguid" -> octets(attribute, Guid.parse(value).orElse(raw));
      case "objectcategory" -> Optional.of(haveDn(attribute, domain.category(value).orElse(value)));
      default -> Optional.empty();
    };
  }

  private static Predicate<ReadOnlyEntry> haveDn(String attribute, String dn) {
    return entry ->
        entry.hasAttributeValue(attribute, dn, DistinguishedNameMatchingRule.getInstance());
  }

  private static Optional<Predicate<ReadOnlyEntry>> octets(String attribute, byte[] value) {
    return Optional.of(
        entry -> entry.hasAttributeValue(attribute, value, OctetStringMatchingRule.getInstance()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.matchingrules.MatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compares DNs as DNs (RFC 4517, section 4.2.15), in attributes such as {@code member} that have
 * them by the SDK's standard schema. Without a schema, the SDK's server compares them as text.
 */
final class DnAttributes {

  private static final MatchingRule RULE = DistinguishedNameMatchingRule.getInstance();
  private static final Schema STANDARD = standard();

  private DnAttributes() {}

  private static Schema standard() {
    try {
      return Schema.getDefaultStandardSchema();
    } catch (LDAPException e) {
      throw new IllegalStateException("the SDK has no standard schema", e);
    }
  }

  /** Returns the meaning of a part of a filter; empty if no DNs are compared by it. */
  static Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf) {
    return leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY
            && holdsDns(leaf.getAttributeName())
            && Entries.parse(leaf.getAssertionValue()).isPresent()
        ? Optional.of(have(leaf.getAttributeName(), leaf.getAssertionValue()))
        : Optional.empty();
  }

  /** Finds entries that have a DN among the values of an attribute. */
  static Predicate<ReadOnlyEntry> have(String attribute, String dn) {
    return entry -> entry.hasAttributeValue(attribute, dn, RULE);
  }

  /** Returns an attribute that compares its values as DNs; empty if they are none. */
  static Optional<Attribute> of(ReadOnlyEntry entry, String name) {
    return Optional.ofNullable(entry.getAttribute(name))
        .filter(stored -> holdsDns(name))
        .map(stored -> new Attribute(name, RULE, stored.getRawValues()));
  }

  private static boolean holdsDns(String attribute) {
    return RULE.equals(MatchingRule.selectEqualityMatchingRule(attribute, STANDARD));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.matchingrules.CaseExactStringMatchingRule;
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
 * them by the SDK's standard schema, and {@code memberUid} with regard to case (RFC 2307, section
 * 3). Without a schema, the SDK's server compares all attributes as text, whatever the case.
 */
public final class ComparedAttributes {

  private static final MatchingRule DN_RULE = DistinguishedNameMatchingRule.getInstance();
  private static final MatchingRule CASE_RULE = CaseExactStringMatchingRule.getInstance();

  /** The SDK's standard schema, whether or not the server checks entries against it. */
  static final Schema STANDARD = standard();

  private ComparedAttributes() {}

  private static Schema standard() {
    try {
      return Schema.getDefaultStandardSchema();
    } catch (LDAPException e) {
      throw new IllegalStateException("the SDK has no standard schema", e);
    }
  }

  /** Returns the meaning of a part of a filter; empty if the SDK's server knows it. */
  static Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf) {
    return leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY
        ? ruleOf(leaf.getAttributeName())
            .filter(rule -> isValue(leaf.getAssertionValue(), rule))
            .map(rule -> have(leaf.getAttributeName(), leaf.getAssertionValue(), rule))
        : Optional.empty();
  }

  /** Finds entries that have a DN among the values of an attribute. */
  public static Predicate<ReadOnlyEntry> haveDn(String attribute, String dn) {
    return have(attribute, dn, DN_RULE);
  }

  private static Predicate<ReadOnlyEntry> have(String attribute, String value, MatchingRule rule) {
    return entry -> entry.hasAttributeValue(attribute, value, rule);
  }

  /** Returns an attribute that compares its values by its rule; empty if the SDK's server can. */
  static Optional<Attribute> of(ReadOnlyEntry entry, String name) {
    return Optional.ofNullable(entry.getAttribute(name))
        .flatMap(
            stored -> ruleOf(name).map(rule -> new Attribute(name, rule, stored.getRawValues())));
  }

  private static Optional<MatchingRule> ruleOf(String attribute) {
    if (attribute.equalsIgnoreCase("memberUid")) {
      return Optional.of(CASE_RULE);
    }
    return Optional.of(equalityRule(attribute)).filter(DN_RULE::equals);
  }

  static MatchingRule equalityRule(String attribute) {
    return MatchingRule.selectEqualityMatchingRule(attribute, STANDARD);
  }

  private static boolean isValue(String value, MatchingRule rule) {
    return !rule.equals(DN_RULE) || Entries.parse(value).isPresent();
  }
}

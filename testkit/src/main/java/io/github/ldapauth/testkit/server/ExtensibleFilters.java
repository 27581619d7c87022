// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.matchingrules.CaseExactStringMatchingRule;
import com.unboundid.ldap.matchingrules.CaseIgnoreStringMatchingRule;
import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.matchingrules.IntegerMatchingRule;
import com.unboundid.ldap.matchingrules.MatchingRule;
import com.unboundid.ldap.matchingrules.OctetStringMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The extensible parts of filters (RFC 4511, section 4.5.1.7.7), which the SDK's server does not
 * know. Part of them are the equality rules of RFC 4517; other rules are unknown.
 */
public final class ExtensibleFilters {

  /** What a kind of server makes of filters. */
  public enum Support {
    /**
     * A rule must fit the syntax of the attribute. The parts of a DN can count as attributes.
     * Attributes, rules and values that the schema does not have are undefined.
     */
    FITTING_RULES,
    /** A rule compares any attribute. The parts of a DN count without a rule only. */
    ANY_RULES,
    /** There are no rules but those of the server itself, and the parts of a DN never count. */
    OWN_RULES;

    /** Returns whether what the schema does not have is undefined, rather than false. */
    boolean undefines() {
      return this == FITTING_RULES;
    }
  }

  private record Rule(String name, String oid, MatchingRule comparison, Set<String> syntaxes) {}

  private static final String SYNTAX = "1.3.6.1.4.1.1466.115.121.1.";
  private static final String IA5 = "1.3.6.1.4.1.1466.109.114.";

  /** Country strings, directory strings and printable strings. */
  private static final Set<String> STRINGS = Set.of(SYNTAX + "11", SYNTAX + "15", SYNTAX + "44");

  private static final Set<String> IA5_STRINGS = Set.of(SYNTAX + "26");
  private static final MatchingRule IGNORE_CASE = CaseIgnoreStringMatchingRule.getInstance();
  private static final MatchingRule EXACT = CaseExactStringMatchingRule.getInstance();
  private static final MatchingRule DN_RULE = DistinguishedNameMatchingRule.getInstance();

  private static final List<Rule> RULES =
      List.of(
          new Rule("caseIgnoreMatch", "2.5.13.2", IGNORE_CASE, STRINGS),
          new Rule("caseExactMatch", "2.5.13.5", EXACT, STRINGS),
          new Rule("caseIgnoreIA5Match", IA5 + "2", IGNORE_CASE, IA5_STRINGS),
          new Rule("caseExactIA5Match", IA5 + "1", EXACT, IA5_STRINGS),
          new Rule("distinguishedNameMatch", "2.5.13.1", DN_RULE, Set.of(SYNTAX + "12")),
          new Rule(
              "integerMatch",
              "2.5.13.14",
              IntegerMatchingRule.getInstance(),
              Set.of(SYNTAX + "27")),
          new Rule(
              "octetStringMatch",
              "2.5.13.17",
              OctetStringMatchingRule.getInstance(),
              Set.of(SYNTAX + "40")),
          // slapd finds no object class by this rule.
          new Rule("objectIdentifierMatch", "2.5.13.0", IGNORE_CASE, Set.of()));

  /** The attributes that servers compute, so that they do not search them for any value. */
  private static final List<String> COMPUTED = List.of("entryDN", "subschemaSubentry");

  private final Entries entries;
  private final Emulation emulation;
  private final Syntaxes syntaxes;

  ExtensibleFilters(Entries entries, Emulation emulation) {
    this.entries = entries;
    this.emulation = emulation;
    this.syntaxes = new Syntaxes(entries.schema(), emulation.extensibleFilters());
  }

  /** Returns whether a part of a filter names a rule that is unknown, or names no attribute. */
  public static boolean hasUnknownRuleOrNoAttribute(Filter leaf) {
    return hasUnknownRule(leaf)
        || (leaf.getMatchingRuleID() != null && leaf.getAttributeName() == null);
  }

  /** Returns whether a part of a filter names a rule that is unknown. */
  public static boolean hasUnknownRule(Filter leaf) {
    return leaf.getMatchingRuleID() != null && ruleOf(leaf).isEmpty();
  }

  private static Optional<Rule> ruleOf(Filter leaf) {
    String id = leaf.getMatchingRuleID();
    return RULES.stream()
        .filter(rule -> rule.name.equalsIgnoreCase(id) || rule.oid.equals(id))
        .findFirst();
  }

  /** Returns whether a part of a filter is neither true nor false of any entry. */
  boolean isUndefined(Filter leaf) {
    return leaf.getMatchingRuleID() != null
        && emulation.extensibleFilters() == Support.FITTING_RULES
        && ruleOf(leaf).filter(rule -> isValue(leaf, rule) && fits(leaf, rule)).isEmpty();
  }

  private static boolean isValue(Filter leaf, Rule rule) {
    try {
      rule.comparison.normalize(leaf.getRawAssertionValue());
      return true;
    } catch (LDAPException e) {
      return false;
    }
  }

  private boolean fits(Filter leaf, Rule rule) {
    return leaf.getAttributeName() == null || fits(leaf.getAttributeName(), rule);
  }

  private boolean fits(String attribute, Rule rule) {
    return entries
        .schema()
        .type(attribute)
        .map(type -> rule.syntaxes.contains(syntaxes.of(type)))
        .orElse(true);
  }

  /** Returns the meaning of a part of a filter that has a rule; empty if it has none. */
  Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf) {
    boolean fitting = emulation.extensibleFilters() == Support.FITTING_RULES;
    return ruleOf(leaf)
        .map(
            rule ->
                entry ->
                    candidates(entry, leaf, fitting && leaf.getDNAttributes())
                        .filter(each -> !fitting || fits(each.getBaseName(), rule))
                        .anyMatch(
                            each -> each.hasValue(leaf.getAssertionValueBytes(), rule.comparison)));
  }

  /** Returns the meaning of {@code :dn:} without a rule; empty if it has none. */
  Optional<Predicate<ReadOnlyEntry>> meaningInDn(Filter leaf) {
    return leaf.getDNAttributes() && emulation.extensibleFilters() != Support.OWN_RULES
        ? Optional.of(
            entry ->
                partsOfDn(entry)
                    .filter(each -> each.getName().equalsIgnoreCase(leaf.getAttributeName()))
                    .anyMatch(
                        each ->
                            each.hasValue(leaf.getAssertionValueBytes(), ruleFor(each.getName()))))
        : Optional.empty();
  }

  private MatchingRule ruleFor(String attribute) {
    return entries.schema().type(attribute).map(syntaxes::equality).orElse(IGNORE_CASE);
  }

  private Stream<Attribute> candidates(ReadOnlyEntry entry, Filter leaf, boolean withDn) {
    Stream<Attribute> own =
        Stream.concat(
            entry.getAttributes().stream(),
            emulation.virtualAttributes().stream().map(each -> each.of(entry, entries)));
    String name = leaf.getAttributeName();
    return Stream.concat(own, withDn ? partsOfDn(entry) : Stream.of())
        .filter(
            each ->
                name == null
                    ? !COMPUTED.contains(each.getName())
                    : each.getBaseName().equalsIgnoreCase(name));
  }

  private static Stream<Attribute> partsOfDn(ReadOnlyEntry entry) {
    return Stream.of(Entries.dnOf(entry).getRDNs())
        .flatMap(rdn -> rdn.getNameValuePairs().stream())
        .map(pair -> new Attribute(pair.getAttributeName(), pair.getAttributeValue()));
  }
}

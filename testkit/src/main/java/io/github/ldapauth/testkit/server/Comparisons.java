// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.matchingrules.CaseIgnoreStringMatchingRule;
import com.unboundid.ldap.matchingrules.MatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import io.github.ldapauth.testkit.server.ExtensibleFilters.Support;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The parts of filters that compare the values of attributes as the schema says (RFC 4511, section
 * 4.5.1.7; RFC 4517). The SDK's server, without a schema, compares all values as text.
 */
final class Comparisons {

  static final MatchingRule TEXT = CaseIgnoreStringMatchingRule.getInstance();

  private final Entries entries;
  private final Emulation emulation;
  private final DirectorySchema schema;
  private final Syntaxes syntaxes;
  private final Support support;

  Comparisons(Entries entries, Emulation emulation) {
    this.entries = entries;
    this.emulation = emulation;
    this.schema = entries.schema();
    this.support = emulation.extensibleFilters();
    this.syntaxes = new Syntaxes(schema, support);
  }

  /** Returns whether a part of a filter is neither true nor false of any entry. */
  boolean isUndefined(Filter leaf) {
    if (support != Support.FITTING_RULES || leaf.getAttributeName() == null) {
      return false;
    }
    String name = leaf.getAttributeName();
    Optional<AttributeTypeDefinition> type = schema.type(name);
    if (type.isEmpty() || !hasKnownOptions(name)) {
      return !isHeld(name) && emulation.virtualAttribute(name).isEmpty();
    }
    return switch (leaf.getFilterType()) {
      case Filter.FILTER_TYPE_EQUALITY ->
          !isComparable(type.get(), leaf.getRawAssertionValue(), leaf);
      case Filter.FILTER_TYPE_SUBSTRING ->
          type.get().getSubstringMatchingRule(schema.definitions()) == null;
      case Filter.FILTER_TYPE_GREATER_OR_EQUAL, Filter.FILTER_TYPE_LESS_OR_EQUAL ->
          type.get().getOrderingMatchingRule(schema.definitions()) == null
              || !syntaxes.isValue(type.get(), leaf.getRawAssertionValue());
      default -> false;
    };
  }

  /** An attribute that only the test knows is as good as defined. */
  private boolean isHeld(String attribute) {
    return entries.all().stream().anyMatch(entry -> entry.hasAttribute(attribute));
  }

  private static boolean hasKnownOptions(String attribute) {
    return Attribute.getOptions(attribute).stream()
        .map(option -> option.toLowerCase(Locale.ROOT))
        .allMatch(option -> option.equals("binary") || option.startsWith("lang-"));
  }

  private boolean isComparable(AttributeTypeDefinition type, ASN1OctetString value, Filter leaf) {
    if (isObjectClass(type)) {
      return schema.objectClass(value.stringValue()).isPresent()
          || !entries.matching(leaf).isEmpty();
    }
    return type.getEqualityMatchingRule(schema.definitions()) != null
        && syntaxes.isValue(type, value);
  }

  static boolean isObjectClass(AttributeTypeDefinition type) {
    return type.hasNameOrOID(FilterNames.OBJECT_CLASS);
  }

  /** Returns the meaning of a part of a filter; empty if the SDK's server knows it. */
  Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf) {
    return Optional.ofNullable(leaf.getAttributeName())
        .flatMap(schema::type)
        .filter(type -> !isObjectClass(type))
        .flatMap(
            type -> test(leaf, type).map(test -> inValues(leaf.getAttributeName(), type, test)));
  }

  /** Returns what a part of a filter says of an attribute; empty if the SDK's server knows it. */
  private Optional<Predicate<Attribute>> test(Filter leaf, AttributeTypeDefinition type) {
    boolean ordinary = isOrdinary(leaf.getAttributeName(), type);
    return switch (leaf.getFilterType()) {
      case Filter.FILTER_TYPE_PRESENCE ->
          ordinary ? Optional.empty() : Optional.of(Attribute::hasValue);
      case Filter.FILTER_TYPE_EQUALITY -> {
        MatchingRule rule = syntaxes.equality(type);
        yield ordinary && rule.equals(TEXT)
            ? Optional.empty()
            : Optional.of(equality(type, leaf.getRawAssertionValue()));
      }
      case Filter.FILTER_TYPE_APPROXIMATE_MATCH -> {
        MatchingRule rule = syntaxes.equality(type);
        yield rule.equals(TEXT)
            ? Optional.empty()
            : Optional.of(equality(type, leaf.getRawAssertionValue()));
      }
      case Filter.FILTER_TYPE_SUBSTRING -> Optional.of(substring(type, leaf));
      case Filter.FILTER_TYPE_GREATER_OR_EQUAL ->
          Optional.of(order(type, leaf.getRawAssertionValue(), 1));
      case Filter.FILTER_TYPE_LESS_OR_EQUAL ->
          Optional.of(order(type, leaf.getRawAssertionValue(), -1));
      default -> Optional.empty();
    };
  }

  private boolean isOrdinary(String name, AttributeTypeDefinition type) {
    return Attribute.getOptions(name).isEmpty()
        && subtypes(type).isEmpty()
        && !schema.haveOptions(type.getNameOrOID());
  }

  private Set<String> subtypes(AttributeTypeDefinition type) {
    return support == Support.FITTING_RULES ? schema.subtypesOf(type) : Set.of();
  }

  /** Returns whether a value of an attribute, of its subtypes and options, passes a test. */
  Predicate<ReadOnlyEntry> inValues(
      String name, AttributeTypeDefinition type, Predicate<Attribute> test) {
    Set<String> options = Attribute.getOptions(name);
    List<String> names =
        Stream.concat(Stream.of(type.getNameOrOID()), subtypes(type).stream()).toList();
    return entry ->
        names.stream()
            .flatMap(each -> entry.getAttributesWithOptions(each, null).stream())
            .filter(each -> hasOptions(each, options))
            .anyMatch(test);
  }

  /** An option that ends with a hyphen stands for all that begin so (RFC 3866, section 3.1). */
  private static boolean hasOptions(Attribute attribute, Set<String> wanted) {
    return wanted.stream()
        .allMatch(
            option ->
                attribute.getOptions().stream()
                    .anyMatch(
                        each ->
                            option.endsWith("-")
                                ? each.regionMatches(true, 0, option, 0, option.length())
                                : each.equalsIgnoreCase(option)));
  }

  /** Returns whether an attribute has a value. */
  Predicate<Attribute> equality(AttributeTypeDefinition type, ASN1OctetString value) {
    MatchingRule rule = syntaxes.equality(type);
    return syntaxes
        .normalized(type, value)
        .<Predicate<Attribute>>map(
            wanted ->
                attribute ->
                    Stream.of(attribute.getRawValues())
                        .anyMatch(each -> Syntaxes.holds(() -> rule.valuesMatch(each, wanted))))
        .orElse(attribute -> false);
  }

  private Predicate<Attribute> substring(AttributeTypeDefinition type, Filter leaf) {
    return syntaxes
        .substring(type)
        .<Predicate<Attribute>>map(
            rule ->
                attribute ->
                    Stream.of(attribute.getRawValues())
                        .anyMatch(each -> Syntaxes.holds(() -> contains(rule, each, leaf))))
        .orElse(attribute -> false);
  }

  private static boolean contains(MatchingRule rule, ASN1OctetString value, Filter leaf)
      throws LDAPException {
    return rule.matchesSubstring(
        value, leaf.getRawSubInitialValue(), leaf.getRawSubAnyValues(), leaf.getRawSubFinalValue());
  }

  private Predicate<Attribute> order(
      AttributeTypeDefinition type, ASN1OctetString bound, int direction) {
    return syntaxes
        .ordering(type)
        .<Predicate<Attribute>>map(
            rule ->
                attribute ->
                    Stream.of(attribute.getRawValues())
                        .anyMatch(
                            each ->
                                Syntaxes.holds(
                                    () -> rule.compareValues(each, bound) * direction >= 0)))
        .orElse(attribute -> false);
  }
}

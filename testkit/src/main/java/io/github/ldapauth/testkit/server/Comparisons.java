// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.matchingrules.CaseIgnoreStringMatchingRule;
import com.unboundid.ldap.matchingrules.MatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
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

  private static final MatchingRule TEXT = CaseIgnoreStringMatchingRule.getInstance();

  private final Entries entries;
  private final Emulation emulation;
  private final DirectorySchema schema;
  private final FilterNames names;
  private final Syntaxes syntaxes;
  private final Support support;

  Comparisons(Entries entries, Emulation emulation) {
    this.entries = entries;
    this.emulation = emulation;
    this.schema = entries.schema();
    this.names = new FilterNames(schema);
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
      return !isHeld(name) && !isMade(name);
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

  private boolean isMade(String attribute) {
    return emulation.virtualAttributes().stream()
        .anyMatch(each -> each.name().equalsIgnoreCase(attribute));
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

  private static boolean isObjectClass(AttributeTypeDefinition type) {
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

  private Predicate<ReadOnlyEntry> inValues(
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

  /** Returns the answer to a compare with a value of an attribute of an entry. */
  Answer compare(ReadOnlyEntry entry, String name, ASN1OctetString value) {
    Optional<AttributeTypeDefinition> type = schema.type(name);
    Filter equality = Filter.createEqualityFilter(name, value.getValue());
    if (isUndefined(equality)) {
      return type.isEmpty()
          ? answer(ResultCode.UNDEFINED_ATTRIBUTE_TYPE, "")
          : answer(
              ResultCode.INVALID_ATTRIBUTE_SYNTAX, "value does not conform to assertion syntax");
    }
    if (support == Support.ANY_RULES && !entry.hasAttribute(name)) {
      return emulation.missingAttribute(entry.getDN(), name);
    }
    if (type.filter(Comparisons::isObjectClass).isPresent()) {
      return truth(
          Syntaxes.holds(() -> names.ofClasses(equality).orElse(equality).matchesEntry(entry)));
    }
    return type.isEmpty()
        ? compare(entry, new Attribute(name, TEXT, values(entry, name)), value)
        : compare(entry, name, type.get(), value);
  }

  private static ASN1OctetString[] values(ReadOnlyEntry entry, String name) {
    Attribute attribute = entry.getAttribute(name);
    return attribute == null ? new ASN1OctetString[0] : attribute.getRawValues();
  }

  private Answer compare(
      ReadOnlyEntry entry, String name, AttributeTypeDefinition type, ASN1OctetString value) {
    return inValues(name, type, Attribute::hasValue).test(entry)
        ? truth(inValues(name, type, equality(type, value)).test(entry))
        : emulation.missingAttribute(entry.getDN(), name);
  }

  /** Returns the answer to a compare with a value of an attribute that is not stored. */
  Answer compare(ReadOnlyEntry entry, Attribute made, ASN1OctetString value) {
    return made.hasValue()
        ? truth(made.hasValue(value.getValue()))
        : emulation.missingAttribute(entry.getDN(), made.getName());
  }

  private static Answer truth(boolean isTrue) {
    return answer(isTrue ? ResultCode.COMPARE_TRUE : ResultCode.COMPARE_FALSE, "");
  }

  private static Answer answer(ResultCode code, String text) {
    return new Answer(code.intValue(), text);
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import io.github.ldapauth.testkit.server.ExtensibleFilters.Support;
import io.github.ldapauth.testkit.server.VirtualAttribute.Shown;
import java.util.Optional;

/** The answers to compare requests (RFC 4511, section 4.10). */
final class Compares {

  private final Entries entries;
  private final Emulation emulation;
  private final Comparisons comparisons;
  private final FilterNames names;

  Compares(Entries entries, Emulation emulation) {
    this.entries = entries;
    this.emulation = emulation;
    this.comparisons = new Comparisons(entries, emulation);
    this.names = new FilterNames(entries.schema());
  }

  /** Returns the answer to a compare; empty if there is no such entry. */
  Optional<Answer> answer(CompareRequestProtocolOp request) {
    String name = request.getAttributeName();
    ASN1OctetString value = request.getAssertionValue();
    return entries
        .at(request.getDN())
        .map(
            entry ->
                emulation
                    .virtualAttribute(name)
                    .filter(attribute -> attribute.shown() != Shown.BY_NAME)
                    .map(attribute -> ofMade(entry, attribute.of(entry, entries), value))
                    .orElseGet(() -> ofStored(entry, name, value)));
  }

  private Answer ofMade(ReadOnlyEntry entry, Attribute made, ASN1OctetString value) {
    return made.hasValue()
        ? truth(made.hasValue(value.getValue()))
        : emulation.missingAttribute(entry.getDN(), made.getName());
  }

  private Answer ofStored(ReadOnlyEntry entry, String name, ASN1OctetString value) {
    Optional<AttributeTypeDefinition> type = entries.schema().type(name);
    Filter equality = Filter.createEqualityFilter(name, value.getValue());
    if (comparisons.isUndefined(equality)) {
      return type.isEmpty()
          ? answer(ResultCode.UNDEFINED_ATTRIBUTE_TYPE, "")
          : answer(
              ResultCode.INVALID_ATTRIBUTE_SYNTAX, "value does not conform to assertion syntax");
    }
    if (emulation.extensibleFilters() == Support.ANY_RULES && !entry.hasAttribute(name)) {
      return emulation.missingAttribute(entry.getDN(), name);
    }
    if (type.filter(Comparisons::isObjectClass).isPresent()) {
      Filter classes = names.ofClasses(equality).orElse(equality);
      return truth(Syntaxes.holds(() -> classes.matchesEntry(entry)));
    }
    return type.map(known -> ofKnown(entry, name, known, value))
        .orElseGet(() -> ofMade(entry, asText(entry, name), value));
  }

  private Answer ofKnown(
      ReadOnlyEntry entry, String name, AttributeTypeDefinition type, ASN1OctetString value) {
    return comparisons.inValues(name, type, Attribute::hasValue).test(entry)
        ? truth(comparisons.inValues(name, type, comparisons.equality(type, value)).test(entry))
        : emulation.missingAttribute(entry.getDN(), name);
  }

  private static Attribute asText(ReadOnlyEntry entry, String name) {
    Attribute attribute = entry.getAttribute(name);
    return attribute == null
        ? new Attribute(name)
        : new Attribute(name, Comparisons.TEXT, attribute.getRawValues());
  }

  private static Answer truth(boolean isTrue) {
    return answer(isTrue ? ResultCode.COMPARE_TRUE : ResultCode.COMPARE_FALSE, "");
  }

  private static Answer answer(ResultCode code, String text) {
    return new Answer(code.intValue(), text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.matchingrules.CaseExactStringMatchingRule;
import com.unboundid.ldap.matchingrules.CaseIgnoreStringMatchingRule;
import com.unboundid.ldap.matchingrules.IntegerMatchingRule;
import com.unboundid.ldap.matchingrules.MatchingRule;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import io.github.ldapauth.testkit.server.ExtensibleFilters.Support;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** What values attributes can have (RFC 4517, section 3.3), and how these are compared. */
final class Syntaxes {

  /** A comparison that a malformed value makes impossible. */
  interface Condition {
    boolean test() throws LDAPException;
  }

  private static final String STANDARD = "1.3.6.1.4.1.1466.115.121.1.";
  private static final String TIME = STANDARD + "24";
  private static final String IA5 = STANDARD + "26";
  private static final String DN = STANDARD + "12";
  private static final String OBJECT_IDENTIFIER = STANDARD + "38";
  private static final String UNIQUE_ID = "1.3.6.1.1.16.1";

  /** Integers, and the large ones of Active Directory. */
  private static final Set<String> INTEGERS = Set.of(STANDARD + "27", "1.2.840.113556.1.4.906");

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d*");
  private static final Pattern TIMES =
      Pattern.compile("\\d{10}(\\d\\d(\\d\\d)?)?([.,]\\d+)?(Z|[+-]\\d\\d(\\d\\d)?)");
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  private final DirectorySchema schema;
  private final Support support;

  Syntaxes(DirectorySchema schema, Support support) {
    this.schema = schema;
    this.support = support;
  }

  /** Returns whether a condition is true; it is not if it cannot be told. */
  static boolean holds(Condition condition) {
    try {
      return condition.test();
    } catch (LDAPException e) {
      return false;
    }
  }

  String of(AttributeTypeDefinition type) {
    return String.valueOf(type.getBaseSyntaxOID(schema.definitions()));
  }

  private boolean isInteger(AttributeTypeDefinition type) {
    return INTEGERS.contains(of(type));
  }

  /** 389 Directory Server does not compare times as moments. */
  private boolean isTimeAsText(AttributeTypeDefinition type) {
    return of(type).equals(TIME) && support == Support.ANY_RULES;
  }

  private boolean isDn(AttributeTypeDefinition type) {
    return of(type).equals(DN);
  }

  /** Returns whether an attribute can have a value. */
  boolean isValue(AttributeTypeDefinition type, ASN1OctetString value) {
    String text = value.stringValue();
    return switch (of(type).replace(STANDARD, "")) {
      case "27", "1.2.840.113556.1.4.906" -> INTEGER.matcher(text).matches();
      case "12" -> Entries.parse(text).isPresent();
      case "24" -> TIMES.matcher(text).matches();
      case "26" -> ASCII.matcher(text).matches();
      case "7" -> text.equals("TRUE") || text.equals("FALSE");
      case "15" -> !text.isEmpty() && isUtf8(value.getValue());
      case UNIQUE_ID -> isUniqueId(text);
      default -> true;
    };
  }

  private static boolean isUtf8(byte[] value) {
    return new String(value, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
  }

  private static boolean isUniqueId(String text) {
    try {
      return UUID.fromString(text).toString().equalsIgnoreCase(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  MatchingRule equality(AttributeTypeDefinition type) {
    if (isInteger(type)) {
      return IntegerMatchingRule.getInstance();
    }
    if (isTimeAsText(type)) {
      return CaseIgnoreStringMatchingRule.getInstance();
    }
    return of(type).equals(IA5) && type.getEqualityMatchingRule(schema.definitions()) == null
        ? CaseExactStringMatchingRule.getInstance()
        : MatchingRule.selectEqualityMatchingRule(type.getNameOrOID(), schema.definitions());
  }

  /** Returns a value that a filter compares with, as its rule takes it; empty if it is none. */
  Optional<ASN1OctetString> normalized(AttributeTypeDefinition type, ASN1OctetString value) {
    if (!isInteger(type)) {
      return isDn(type) && !isValue(type, value) ? Optional.empty() : Optional.of(value);
    }
    String number = value.stringValue();
    if (support != Support.FITTING_RULES) {
      number = number.strip();
    }
    if (support == Support.ANY_RULES) {
      number = number.replaceFirst("^0+(?=\\d)", "");
    }
    return Optional.of(new ASN1OctetString(number));
  }

  /** Returns how parts of values are compared; empty if they never match. */
  Optional<MatchingRule> substring(AttributeTypeDefinition type) {
    boolean text = isInteger(type) || isDn(type) || of(type).equals(OBJECT_IDENTIFIER);
    return text
        ? Optional.<MatchingRule>of(CaseIgnoreStringMatchingRule.getInstance())
            .filter(any -> !isInteger(type) || support == Support.OWN_RULES)
        : Optional.of(
            MatchingRule.selectSubstringMatchingRule(type.getNameOrOID(), schema.definitions()));
  }

  /** Returns how values are ordered; empty if they are not. */
  Optional<MatchingRule> ordering(AttributeTypeDefinition type) {
    if (isDn(type)) {
      return Optional.empty();
    }
    if (isTimeAsText(type)) {
      return Optional.of(CaseIgnoreStringMatchingRule.getInstance());
    }
    return Optional.of(
        isInteger(type)
            ? IntegerMatchingRule.getInstance()
            : MatchingRule.selectOrderingMatchingRule(type.getNameOrOID(), schema.definitions()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.ResultCode;

/**
 * What an entry has, or lacks, against the schema.
 *
 * @param attribute the attribute that is wrong; empty if the object classes are
 * @param objectClass the object class that is wrong, or requires the attribute; empty if none does
 * @param syntax the syntax of the attribute; empty if it is of no account
 */
public record SchemaViolation(Kind kind, String attribute, String objectClass, String syntax) {

  /** The rules of RFC 4512 that an entry can break. */
  public enum Kind {
    UNKNOWN_ATTRIBUTE,
    INVALID_VALUE,
    SEVERAL_VALUES,
    NO_CLASS,
    UNKNOWN_CLASS,
    NO_STRUCTURAL_CLASS,
    TWO_STRUCTURAL_CLASSES,
    MISSING_ATTRIBUTE,
    ATTRIBUTE_NOT_ALLOWED
  }

  /** Returns the answer of slapd. */
  Answer answer() {
    return switch (kind) {
      case UNKNOWN_ATTRIBUTE ->
          answer(ResultCode.UNDEFINED_ATTRIBUTE_TYPE, attribute + ": attribute type undefined");
      case INVALID_VALUE ->
          answer(ResultCode.INVALID_ATTRIBUTE_SYNTAX, attribute + ": value #0 invalid per syntax");
      case UNKNOWN_CLASS ->
          answer(ResultCode.INVALID_ATTRIBUTE_SYNTAX, "objectClass: value #0 invalid per syntax");
      case SEVERAL_VALUES ->
          answer(ResultCode.CONSTRAINT_VIOLATION, attribute + ": multiple values provided");
      case NO_CLASS -> violation("no objectClass attribute");
      case NO_STRUCTURAL_CLASS -> violation("no structural object class provided");
      case TWO_STRUCTURAL_CLASSES ->
          violation("invalid structural object class chain (" + objectClass + ")");
      case MISSING_ATTRIBUTE ->
          violation("object class '" + objectClass + "' requires attribute '" + attribute + "'");
      case ATTRIBUTE_NOT_ALLOWED -> violation("attribute '" + attribute + "' not allowed");
    };
  }

  private static Answer violation(String text) {
    return answer(ResultCode.OBJECT_CLASS_VIOLATION, text);
  }

  private static Answer answer(ResultCode code, String text) {
    return new Answer(code.intValue(), text);
  }
}

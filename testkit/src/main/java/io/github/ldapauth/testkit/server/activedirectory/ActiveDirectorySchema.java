// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.SchemaViolation;
import java.util.Optional;
import java.util.Set;

/** The answers of Active Directory to entries that violate the schema. */
final class ActiveDirectorySchema {

  private static final String DN_SYNTAX = "1.3.6.1.4.1.1466.115.121.1.12";

  /** What the server gives to each entry, or the kit does not have. */
  private static final Set<String> GIVEN =
      Set.of("nTSecurityDescriptor", "instanceType", "objectCategory", "dc");

  private ActiveDirectorySchema() {}

  /** Returns how an entry is refused; empty if the server does not mind. */
  static Optional<Answer> refuse(SchemaViolation violation) {
    String attribute = "attribute '" + violation.attribute() + "' ";
    return switch (violation.kind()) {
      case UNKNOWN_ATTRIBUTE ->
          answer(ResultCode.NO_SUCH_ATTRIBUTE, attribute + "was not found in the schema!");
      case UNKNOWN_CLASS ->
          answer(
              ResultCode.NO_SUCH_ATTRIBUTE,
              "objectclass " + violation.objectClass() + " is not a valid objectClass in schema");
      case INVALID_VALUE ->
          violation.syntax().equals(DN_SYNTAX)
              ? answer(ResultCode.INVALID_DN_SYNTAX, attribute + "is not a DN")
              : answer(
                  ResultCode.INVALID_ATTRIBUTE_SYNTAX,
                  attribute + "contains at least one invalid value!");
      case SEVERAL_VALUES ->
          answer(
              ResultCode.CONSTRAINT_VIOLATION,
              "SINGLE-VALUE " + attribute + "specified more than once");
      case NO_CLASS -> answer(ResultCode.OBJECT_CLASS_VIOLATION, "no objectclass specified!");
      case NO_STRUCTURAL_CLASS ->
          answer(ResultCode.UNWILLING_TO_PERFORM, "Failed to find a structural class");
      case TWO_STRUCTURAL_CLASSES -> Optional.empty();
      case MISSING_ATTRIBUTE ->
          GIVEN.contains(violation.attribute())
              ? Optional.empty()
              : answer(ResultCode.OBJECT_CLASS_VIOLATION, attribute + "is missing");
      case ATTRIBUTE_NOT_ALLOWED ->
          answer(
              ResultCode.OBJECT_CLASS_VIOLATION,
              attribute + "does not exist in the specified objectclasses!");
    };
  }

  private static Optional<Answer> answer(ResultCode code, String text) {
    return Optional.of(new Answer(code.intValue(), text));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.SchemaViolation;
import java.util.Optional;

/** The answers of 389 Directory Server to entries that violate the schema. */
final class Directory389Schema {

  private Directory389Schema() {}

  /** Returns how an entry is refused; empty if the server does not mind. */
  static Optional<Answer> refuse(SchemaViolation violation) {
    String attribute = '"' + violation.attribute() + '"';
    String objectClass = '"' + violation.objectClass() + '"';
    return switch (violation.kind()) {
      case NO_STRUCTURAL_CLASS, TWO_STRUCTURAL_CLASSES -> Optional.empty();
      case INVALID_VALUE ->
          answer(
              ResultCode.INVALID_ATTRIBUTE_SYNTAX,
              violation.attribute() + ": value #0 invalid per syntax");
      case NO_CLASS -> violation("missing required attribute \"objectclass\"");
      case UNKNOWN_CLASS -> violation("unknown object class " + objectClass);
      case SEVERAL_VALUES ->
          violation("single-valued attribute " + attribute + " has multiple values");
      case MISSING_ATTRIBUTE ->
          violation("missing attribute " + attribute + " required by object class " + objectClass);
      case UNKNOWN_ATTRIBUTE, ATTRIBUTE_NOT_ALLOWED ->
          violation("attribute " + attribute + " not allowed");
    };
  }

  private static Optional<Answer> violation(String text) {
    return answer(ResultCode.OBJECT_CLASS_VIOLATION, text);
  }

  /** The server ends most of these texts with a line feed. */
  private static Optional<Answer> answer(ResultCode code, String text) {
    return Optional.of(new Answer(code.intValue(), text + '\n'));
  }
}

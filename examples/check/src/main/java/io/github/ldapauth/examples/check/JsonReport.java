// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import static java.util.stream.Collectors.joining;

import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapDiagnosis.Check;
import java.io.PrintWriter;

/** A report for programs. */
final class JsonReport {

  private JsonReport() {}

  static void print(LdapDiagnosis diagnosis, PrintWriter out) {
    out.println("{");
    out.println("  \"works\": " + diagnosis.firstFailure().isEmpty() + ",");
    out.println("  \"checks\": [");
    out.println(
        diagnosis.checks().stream().map(JsonReport::json).collect(joining(",\n    ", "    ", "")));
    out.println("  ]");
    out.println("}");
    out.flush();
  }

  private static String json(Check check) {
    return "{\"step\": "
        + quoted(check.step().name())
        + ", \"status\": "
        + quoted(check.status().name())
        + ", \"setting\": "
        + quoted(check.setting())
        + ", \"evidence\": "
        + check.evidence().stream().map(JsonReport::quoted).collect(joining(", ", "[", "]"))
        + ", \"hint\": "
        + check.hint().map(JsonReport::quoted).orElse("null")
        + ", \"millis\": "
        + check.duration().toMillis()
        + "}";
  }

  /** Returns a string of RFC 8259, section 7, in ASCII. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}

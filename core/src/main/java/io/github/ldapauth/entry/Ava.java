// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

/**
 * One attribute type and value of an RDN (RFC 4512, section 2.3.2).
 *
 * @param odd the value as it was written, if some server takes another way to write it for another
 *     value; otherwise empty
 */
record Ava(String type, Name value, String odd) {

  Ava(String type, Name value) {
    this(type, value, "");
  }

  /** Returns the common form, by another name of the type or with other escapes. */
  Ava plain() {
    return new Ava(AttributeTypes.canonical(type), value);
  }

  /** Returns a text that is equal for two pairs only if every server takes them for the same. */
  String exact() {
    String written = odd.isEmpty() ? value.toString() : odd;
    return Spelling.lowerCaseAscii(type)
        + (odd.isEmpty() ? "=" : "=\\x")
        + escape(AttributeTypes.ignoresCase(type) ? Spelling.lowerCaseAscii(written) : written);
  }

  /** Returns a text that is equal for two pairs if some server might take them for the same. */
  String folded() {
    // A server may know several names of a type that is unknown here.
    String name = AttributeTypes.isKnown(type) ? AttributeTypes.canonical(type) : "";
    return name + "=" + escape(value.folded().normalized());
  }

  private static String escape(String value) {
    return value.replace("\\", "\\5c").replace(",", "\\2c").replace("+", "\\2b");
  }
}

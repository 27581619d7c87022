// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

/** One attribute type and value of an RDN (RFC 4512, section 2.3.2). */
record Ava(String type, Name value) {

  /** Returns a form that is equal for two pairs if every server takes them for the same. */
  Ava normalized() {
    return new Ava(AttributeTypes.canonical(type), value);
  }

  /** Returns a form that is equal for two pairs if some server might take them for the same. */
  Ava folded() {
    // A server may know several names of a type that is unknown here.
    String name = AttributeTypes.isKnown(type) ? AttributeTypes.canonical(type) : "";
    return new Ava(name, value.folded());
  }
}

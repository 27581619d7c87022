// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

/** One attribute type and value of an RDN (RFC 4512, section 2.3.2). */
record Ava(String type, Name value) {

  /** Returns the pair that is equal if both are the same to every server. */
  Ava normalized() {
    return new Ava(AttributeTypes.canonical(type), value);
  }

  /** Returns the pair that is equal if some server might take both for the same. */
  Ava folded() {
    // A server may know several names of a type that is not known here.
    String name = AttributeTypes.isKnown(type) ? AttributeTypes.canonical(type) : "";
    return new Ava(name, value.folded());
  }
}

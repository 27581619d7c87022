// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.function.Function;

/** Makes an attribute from nothing but the entry that it is of. */
record DerivedAttribute(
    String name,
    boolean isOperational,
    boolean isOnlyByName,
    Function<ReadOnlyEntry, Attribute> maker)
    implements VirtualAttribute {

  @Override
  public Function<ReadOnlyEntry, Attribute> in(Entries entries) {
    return maker;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchScope;

/** Makes the values of an attribute that is not stored. */
interface VirtualAttribute {

  String name();

  /**
   * Returns whether it comes only if asked for by name or by {@code +}, not with all user
   * attributes.
   */
  boolean isOperational();

  /** Returns whether it comes in answers to searches with this scope. */
  default boolean isIn(SearchScope scope) {
    return true;
  }

  /** Returns the attribute of an entry; without values if the entry has none. */
  Attribute of(ReadOnlyEntry entry, Entries entries);
}

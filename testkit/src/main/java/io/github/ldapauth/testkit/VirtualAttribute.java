// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.function.Function;

/** Makes the values of an attribute that is not stored. */
interface VirtualAttribute {

  String name();

  /**
   * Returns whether it comes only if asked for by name or by {@code +}, not with all user
   * attributes.
   */
  boolean isOperational();

  /** Returns whether it does not come by {@code +} either. */
  default boolean isOnlyByName() {
    return false;
  }

  /**
   * Returns what makes it for entries, as they are now; without values if an entry has none.
   * Filters compare by the attribute's matching rule.
   */
  Function<ReadOnlyEntry, Attribute> in(Entries entries);
}

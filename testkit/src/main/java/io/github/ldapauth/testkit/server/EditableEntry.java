// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;

/** An entry that can be changed, in a running directory or before it starts. */
public interface EditableEntry {

  /** Returns an entry that no directory holds yet. */
  static EditableEntry of(Entry entry) {
    return new NewEntry(entry);
  }

  String dn();

  /** Returns the values of an attribute; empty if there are none. */
  List<String> values(String attribute);

  /** Replaces the values of an attribute; without values, removes it. */
  void set(String attribute, String... values);

  /** Replaces the values of an attribute with a binary one. */
  void set(String attribute, byte[] value);

  /** Adds values to an attribute. */
  void add(String attribute, String... values);

  /** Removes values of an attribute. */
  void remove(String attribute, String... values);

  /** Renames or moves the entry. */
  void moveTo(String dn);
}

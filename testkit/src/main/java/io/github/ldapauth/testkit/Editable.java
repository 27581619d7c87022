// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.List;

/** Holds an entry that is being described, or lives in a directory that runs. */
interface Editable {

  String dn();

  List<String> values(String attribute);

  /** Sets an attribute to these values; without values it is removed. */
  void set(String attribute, byte[]... values);

  /** Adds values to those of an attribute. */
  void add(String attribute, String... values);

  /** Removes values of an attribute. */
  void remove(String attribute, String... values);

  /** Adds members: DNs, or names of users and groups. */
  void addMembers(String attribute, String... namesOrDns);

  /** Removes members: DNs, or names of users and groups. */
  void removeMembers(String attribute, String... namesOrDns);

  /** Gives the entry another DN. */
  void moveTo(String dn);
}

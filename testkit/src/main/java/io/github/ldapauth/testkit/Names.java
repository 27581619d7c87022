// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;

/** The DNs of the users and groups that a test names. */
@FunctionalInterface
interface Names {

  /**
   * Returns the DN of a user or group.
   *
   * @throws IllegalArgumentException if no user or group has this name
   */
  String dnOf(String name);

  /**
   * Returns the DN of a member. A name comes first, as it can look like a DN.
   *
   * @throws IllegalArgumentException if the text is neither a name nor a DN
   */
  default String memberDn(String nameOrDn) {
    String dn = dnOrText(nameOrDn);
    return isDn(dn) ? dn : dnOf(nameOrDn);
  }

  /** Returns whether a text is a DN. The empty one names no user or group, and is none here. */
  static boolean isDn(String text) {
    return DN.isValidDN(text) && text.contains("=");
  }

  /**
   * Returns a DN as it is.
   *
   * @param setting what the DN is for
   * @throws IllegalArgumentException if it is none
   */
  static String requireDn(String setting, String dn) {
    if (!isDn(dn)) {
      throw new IllegalArgumentException(setting + "(\"" + dn + "\"): not a DN");
    }
    return dn;
  }

  /** Returns the DN of a user or group, and other text as it is. */
  default String dnOrText(String name) {
    try {
      return dnOf(name);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /**
   * Checks that a text is the name of a user or group, or a DN.
   *
   * @throws IllegalArgumentException if it is neither a name nor a DN
   */
  default void check(String name) {
    if (!DN.isValidDN(name)) {
      dnOf(name);
    }
  }

  /** Returns whether a client that sent one name meant another. */
  default boolean isSame(String sent, String name) {
    String wanted = dnOrText(name);
    try {
      return DN.equals(sent, wanted);
    } catch (LDAPException e) {
      return sent.equalsIgnoreCase(wanted);
    }
  }
}

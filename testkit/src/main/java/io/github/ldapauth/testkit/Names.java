// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The DNs of the users and groups that a test names. */
@FunctionalInterface
interface Names {

  /** A comma that no attribute type follows. */
  Pattern COMMA_IN_A_NAME = Pattern.compile("(?<!\\\\),(?! *[\\w.-]+ *=)");

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
  static String requireDn(String setting, @Nullable String dn) {
    if (dn == null) {
      throw new IllegalArgumentException(setting + "(null): the DN is missing");
    }
    if (!isDn(dn)) {
      throw new IllegalArgumentException(setting + "(\"" + dn + "\"): not a DN" + hint(dn));
    }
    return dn;
  }

  /** Returns what to throw for a text that names no user or group. */
  static IllegalArgumentException unknown(String name, Collection<String> known) {
    return new IllegalArgumentException(
        "no user or group is named \""
            + name
            + "\"; there are "
            + known
            + (name.contains("=") ? hint(name) : ""));
  }

  /** Returns what to write instead of a text that is not a DN. */
  static String hint(String text) {
    String escaped = COMMA_IN_A_NAME.matcher(text).replaceAll("\\\\,");
    return !escaped.equals(text) && isDn(escaped)
        ? "; escape a comma that is part of a name: " + escaped + " (in Java, \\\\,)"
        : "; write a DN, such as cn=alice,dc=example,dc=com";
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

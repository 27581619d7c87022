// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.regex.Pattern;

/** The syntax of attribute types and descriptions (RFC 4512, sections 1.4 and 2.5). */
final class AttributeNames {

  private static final String TOKEN_GROUPS = "tokenGroups";

  /** The forms of names that are not of letters only. Most sign-ins do not need them. */
  private static final class Forms {

    /** Allows underscores, which some directories use in the names of their own attributes. */
    private static final String NAME_OR_OID =
        "(?:[A-Za-z][A-Za-z0-9_-]*|(?:0|[1-9][0-9]*)(?:\\.(?:0|[1-9][0-9]*))+)";

    static final Pattern TYPE = Pattern.compile(NAME_OR_OID);
    static final Pattern DESCRIPTION = Pattern.compile(NAME_OR_OID + "(?:;[A-Za-z0-9_-]+)*");
  }

  private AttributeNames() {}

  /**
   * Returns the given attribute description.
   *
   * @throws IllegalArgumentException if it is not one, as any text would be sent
   */
  static String check(String name) {
    if (!isDescription(name)) {
      throw new IllegalArgumentException("not an attribute description (RFC 4512, section 2.5)");
    }
    return name;
  }

  /**
   * Returns the given attribute description.
   *
   * @throws IllegalArgumentException if it is not one, or if it is one for which Active Directory
   *     fails a whole search: it returns the {@code tokenGroups} of one entry only
   */
  static String checkSearchable(String name) {
    if (name.regionMatches(true, 0, TOKEN_GROUPS, 0, TOKEN_GROUPS.length())) {
      throw new IllegalArgumentException(
          "fails every search of Active Directory; use GroupLookup.tokenGroups");
    }
    return check(name);
  }

  static boolean isDescription(String name) {
    return isPlainName(name) || Forms.DESCRIPTION.matcher(name).matches();
  }

  /** Returns whether this is an attribute description without options. */
  static boolean isType(String name) {
    return isPlainName(name) || Forms.TYPE.matcher(name).matches();
  }

  /** Returns whether this is a name of letters, as most are. */
  private static boolean isPlainName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Returns the message that a text is not an attribute description. */
  static String noName(String text) {
    return "\"" + Spelling.visible(text) + "\" is not an attribute description";
  }
}

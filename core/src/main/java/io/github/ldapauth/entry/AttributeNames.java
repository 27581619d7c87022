// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.regex.Pattern;

/** Knows the syntax of attribute types and descriptions (RFC 4512, sections 1.4 and 2.5). */
final class AttributeNames {

  /** With underscores, which some directories have in the names of their own attributes. */
  private static final String TYPE =
      "(?:[A-Za-z][A-Za-z0-9_-]*|(?:0|[1-9][0-9]*)(?:\\.(?:0|[1-9][0-9]*))+)";

  private static final Pattern ONLY_TYPE = Pattern.compile(TYPE);
  private static final Pattern DESCRIPTION = Pattern.compile(TYPE + "(?:;[A-Za-z0-9_-]+)*");

  private AttributeNames() {}

  /**
   * Returns the given attribute description.
   *
   * @throws IllegalArgumentException if it is none: the SDK would send anything
   */
  static String check(String name) {
    if (!DESCRIPTION.matcher(name).matches()) {
      throw new IllegalArgumentException("not an attribute description (RFC 4512, section 2.5)");
    }
    return name;
  }

  /**
   * Returns the given attribute type or matching rule, a description without options.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String checkType(String name) {
    if (!ONLY_TYPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + Spelling.visible(name) + "\" is not the name of an attribute");
    }
    return name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.regex.Pattern;

/** Knows the syntax of attribute descriptions (RFC 4512, section 2.5). */
final class AttributeNames {

  private static final Pattern DESCRIPTION =
      Pattern.compile("([A-Za-z][A-Za-z0-9-]*|\\d+(\\.\\d+)+)(;[A-Za-z0-9-]+)*");

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
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows the one placeholder of templates, and those of other programs. */
final class Placeholder {

  static final String USERNAME = "{username}";

  private static final Pattern ANY =
      Pattern.compile("\\$?\\{[A-Za-z0-9_ ]*}|%\\([A-Za-z0-9_]*\\)s|%[su]\\b");

  private Placeholder() {}

  static void check(String template) {
    Matcher placeholders = ANY.matcher(template);
    boolean found = false;
    while (placeholders.find()) {
      if (!placeholders.group().equals(USERNAME)) {
        throw new IllegalArgumentException(
            "has the placeholder " + placeholders.group() + "; the only one is " + USERNAME);
      }
      found = true;
    }
    if (!found) {
      throw new IllegalArgumentException(
          "lacks the placeholder " + USERNAME + ": it would be the same for everybody");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The placeholder of templates. Those of other programs are recognized as mistakes. */
final class Placeholder {

  static final String USERNAME = "{username}";

  /** The placeholders of other programs. Most templates contain none. */
  private static final class Forms {

    static final Pattern ANY =
        Pattern.compile("\\$?\\{[A-Za-z0-9_ ]*}|%\\([A-Za-z0-9_]*\\)s|%[su]\\b");

    static final Pattern DOUBLED = Pattern.compile("[$#]?\\{\\{[^{}]*}}");
  }

  private Placeholder() {}

  /**
   * Puts a user name in place of the placeholder, in composed form (NFC). A keyboard may type ü as
   * u and a mark; Samba would find no such user, while other directories compare both forms as
   * equal (RFC 4518, section 2.3).
   */
  static String fill(String template, String username) {
    // The tables of the normalizer are large, and most user names do not need them.
    String composed =
        Spelling.isPrintableAscii(username)
            ? username
            : Normalizer.normalize(username, Normalizer.Form.NFC);
    return template.replace(USERNAME, composed);
  }

  static void check(String template) {
    String rest = template.replace(USERNAME, "");
    if (rest.indexOf('{') >= 0 || rest.indexOf('%') >= 0 || rest.indexOf('$') >= 0) {
      rejectOthers(template);
    }
    if (rest.length() == template.length()) {
      throw new IllegalArgumentException(
          "has no placeholder " + USERNAME + ", so it is the same for every user");
    }
  }

  private static void rejectOthers(String template) {
    Matcher doubled = Forms.DOUBLED.matcher(template);
    if (doubled.find()) {
      throw new IllegalArgumentException(
          "has the placeholder " + doubled.group() + "; write " + USERNAME + " with single braces");
    }
    Matcher placeholders = Forms.ANY.matcher(template);
    while (placeholders.find()) {
      if (!placeholders.group().equals(USERNAME)) {
        throw new IllegalArgumentException(
            "has the placeholder " + placeholders.group() + "; use " + USERNAME);
      }
    }
  }
}

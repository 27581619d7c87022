// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import java.util.regex.Pattern;

/** A setting as it was written. */
record Text(String key, String raw) {

  private static final Pattern QUOTED =
      Pattern.compile("([\"']).*\\1|[“„”‘‚’].*[“”‘’]", Pattern.DOTALL);

  /** Returns the value without what surrounds it by mistake. Passwords use the raw text. */
  String value() {
    String text = raw.strip();
    return isQuoted() ? text.substring(1, text.length() - 1) : text;
  }

  /** Properties files, unlike YAML, keep quotation marks. */
  boolean isQuoted() {
    return QUOTED.matcher(raw.strip()).matches();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import org.jspecify.annotations.Nullable;

/** Makes text from outside fit for one line of a log or a message. */
public final class LogText {

  private static final int LIMIT = 256;

  private LogText() {}

  /**
   * Returns the text on one line: control characters, line separators and characters that change
   * the direction of writing become {@code ?}, and what goes beyond 256 characters is cut off.
   */
  public static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(LIMIT).map(c -> harmless(c) ? c : '?').forEach(line::appendCodePoint);
    boolean isCut = text.codePointCount(0, text.length()) > LIMIT;
    return isCut ? line + "…" : line.toString();
  }

  private static boolean harmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}

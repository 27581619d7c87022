// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Text from outside, made safe for one line of a log or a message: control characters, line
 * separators and characters that change the direction of writing become {@code ?}.
 */
public final class LogText {

  private static final int LIMIT = 256;

  private LogText() {}

  /** Returns the text on one line, cut off after 256 characters; empty for null. */
  public static String of(@Nullable String text) {
    return of(text, LIMIT);
  }

  /** Returns the whole text on one line. */
  public static String whole(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /** Returns a duration in whole seconds, or minutes from one on, rounded up. */
  static String of(Duration duration) {
    long seconds = Math.max(1, duration.plusSeconds(1).minusNanos(1).toSeconds());
    long minutes = (seconds + 59) / 60;
    return seconds < 60
        ? seconds + (seconds == 1 ? " second" : " seconds")
        : minutes + (minutes == 1 ? " minute" : " minutes");
  }

  private static String of(@Nullable String text, int limit) {
    if (text == null) {
      return "";
    }
    if (text.length() <= limit && isHarmless(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(limit).map(c -> harmless(c) ? c : '?').forEach(line::appendCodePoint);
    boolean isCut = text.codePointCount(0, text.length()) > limit;
    return isCut ? line + "…" : line.toString();
  }

  private static boolean isHarmless(String text) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (!harmless(text.codePointAt(i))) {
        return false;
      }
    }
    return true;
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

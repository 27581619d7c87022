// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.function.IntPredicate;

/** The preparation of text for comparison, and checks for invisible characters. */
final class Spelling {

  /** The result of full case folding for U+0130; simple folding results in {@code i}. */
  private static final String DOTTED_I = "(i\\p{M}*)\\u0307";

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7E;
  private static final int NEXT_LINE = 0x85;
  private static final int TURNED_E = 0x1DD;
  private static final int REVERSED_E = 0x258;
  private static final int NUSKHURI = 0x2D00;
  private static final int LAST_NUSKHURI = 0x2D25;
  private static final int MKHEDRULI = 0x10D0;
  private static final int GRAPHEME_JOINER = 0x34F;
  private static final int MONGOLIAN_SOFT_HYPHEN = 0x1806;
  private static final int OBJECT_REPLACEMENT = 0xFFFC;
  private static final int REPLACEMENT = 0xFFFD;
  private static final int NOT_A_CHARACTER = 0xFFFF;

  private Spelling() {}

  /** Returns the text with ASCII letters in lower case. All other characters stay. */
  static String lowerCaseAscii(String text) {
    StringBuilder lower = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (lowerCaseAscii(c) != c) {
        lower = lower == null ? new StringBuilder(text) : lower;
        lower.setCharAt(i, lowerCaseAscii(c));
      }
    }
    return lower == null ? text : lower.toString();
  }

  /** Compares texts without differences in ASCII case. */
  static int compareIgnoringAsciiCase(String one, String other) {
    int end = Math.min(one.length(), other.length());
    for (int i = 0; i < end; i++) {
      int difference = lowerCaseAscii(one.charAt(i)) - lowerCaseAscii(other.charAt(i));
      if (difference != 0) {
        return difference;
      }
    }
    return one.length() - other.length();
  }

  private static char lowerCaseAscii(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
  }

  /** Returns the text without differences in ASCII case and insignificant ASCII spaces. */
  static String normalizeAscii(String text) {
    return singleSpaces(lowerCaseAscii(text));
  }

  private static String singleSpaces(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    String inner = text.substring(from, to);
    return inner.contains("  ") ? inner.replaceAll(" {2,}", " ") : inner;
  }

  static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintableAscii(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintableAscii(int c) {
    return c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE;
  }

  /**
   * Returns the text after the most generous preparation: the mapping of RFC 4518 (section 2.2),
   * NFKC, case folding, simple and full at once, and insignificant spaces. All characters unknown
   * to this version of Java become the same one, as a server may know them.
   */
  static String fold(String text) {
    StringBuilder mapped = new StringBuilder();
    text.codePoints().map(Spelling::map).filter(c -> c >= 0).forEach(mapped::appendCodePoint);
    String small = lowerCase(Normalizer.normalize(mapped, Form.NFKC));
    String folded = lowerCase(small.toUpperCase(Locale.ROOT));
    String composed = Normalizer.normalize(folded, Form.NFKC);
    return singleSpaces(composed.replaceAll(DOTTED_I, "$1"));
  }

  /** Converts each character alone, as {@link String#toLowerCase} depends on the neighbours. */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder();
    text.codePoints().map(Spelling::lowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }

  /** The old tables of 389 Directory Server pair two kinds of capitals with other small letters. */
  private static int lowerCase(int c) {
    int lower = Character.toLowerCase(c);
    if (lower >= NUSKHURI && lower <= LAST_NUSKHURI) {
      return lower - NUSKHURI + MKHEDRULI;
    }
    return lower == TURNED_E ? REVERSED_E : lower;
  }

  /** Returns the mapping of a character, or -1 to remove it. */
  private static int map(int c) {
    if ((c >= '\t' && c <= '\r') || c == NEXT_LINE) {
      return ' ';
    }
    if (c == GRAPHEME_JOINER
        || c == MONGOLIAN_SOFT_HYPHEN
        || c == OBJECT_REPLACEMENT
        || isVariationSelector(c)) {
      return -1;
    }
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          ' ';
      case Character.CONTROL, Character.FORMAT -> -1;
      case Character.UNASSIGNED -> NOT_A_CHARACTER;
      default -> c;
    };
  }

  private static boolean isVariationSelector(int c) {
    return (c >= 0x180B && c <= 0x180D)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  /** Returns the text with each character that is not printable ASCII as its number. */
  static String spelledOut(String text) {
    return numbering(text, c -> !isPrintableAscii(c));
  }

  /** Returns the text with each invisible character as its number. */
  static String visible(String text) {
    return numbering(text, Spelling::isInvisible);
  }

  private static String numbering(String text, IntPredicate numbered) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (numbered.test(c)) {
                shown.append(String.format(Locale.ROOT, "<U+%04X>", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static boolean isInvisible(int c) {
    return c != ' ' && (isSpace(c) || isUnwritten(c));
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Returns whether a character is not expected in text that was typed on purpose. */
  private static boolean isUnwritten(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> c == REPLACEMENT;
    };
  }

  /**
   * Returns the text of a configuration, checked for invisible characters.
   *
   * @throws IllegalArgumentException if it contains control or format characters, or begins or ends
   *     with white space, as servers disagree whether those count. The message contains the
   *     character and its position, counted from 0
   */
  static String requireVisible(String text) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      boolean isAtAnEnd = i == 0 || text.offsetByCodePoints(i, 1) == text.length();
      if (isUnwritten(c) || (isAtAnEnd && isSpace(c))) {
        if (c == '\n' || c == '\r') {
          throw new IllegalArgumentException("has a line break at position " + i);
        }
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "has U+%04X (%s) at position %d", c, Character.getName(c), i));
      }
    }
    return text;
  }
}

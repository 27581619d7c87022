// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.Collections.disjoint;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What counts in a key: its letters, without case, and its number; 0 if it has none. If a name of
 * the application has several numbers, they are among the letters.
 */
record SettingId(String letters, int number) {

  /** A word of so few letters resembles too many. */
  private static final int SHORTEST = 3;

  private static final Pattern NUMBERED = Pattern.compile("(\\D*)(\\d{0,9})(\\D*)");

  static SettingId of(String key) {
    Matcher parts = NUMBERED.matcher(key);
    if (!parts.matches()) {
      return new SettingId(withNumbers(key), 0);
    }
    String name = parts.group(1) + parts.group(3);
    String number = parts.group(2);
    return new SettingId(
        name.replaceAll("\\P{L}", "").toLowerCase(Locale.ROOT),
        number.isEmpty() ? 0 : Integer.parseInt(number));
  }

  /** Returns letters and numbers, with a blank between two numbers. */
  private static String withNumbers(String key) {
    return key.replaceAll("[^\\p{L}\\d]+", " ")
        .replaceAll("(?<!\\d) | (?!\\d)", "")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the first name whose letters are the same but for one in each; empty if there is none.
   */
  Optional<String> mostLike(Collection<String> names) {
    return names.stream().filter(name -> resembles(of(name))).findFirst();
  }

  /** Returns whether the letters are the same but for one in each, and are not few. */
  boolean resembles(SettingId other) {
    return letters.length() > SHORTEST
        && Math.abs(letters.length() - other.letters.length()) <= 1
        && !disjoint(variants(letters), variants(other.letters));
  }

  /** Returns the text, and the text without each of its letters. */
  private static Set<String> variants(String text) {
    return Stream.concat(
            Stream.of(text),
            IntStream.range(0, text.length())
                .mapToObj(i -> new StringBuilder(text).deleteCharAt(i).toString()))
        .collect(Collectors.toSet());
  }
}

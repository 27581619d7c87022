// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Several texts in one, each after its length, so that different lists give different text. */
final class LengthPrefixed {

  private static final int MOST_DIGITS = 9;

  private LengthPrefixed() {}

  static String write(List<String> texts) {
    return texts.stream().map(text -> text.length() + ":" + text).collect(Collectors.joining());
  }

  /** Returns the texts; empty if {@link #write} could not have returned this. */
  static Optional<List<String>> read(String written) {
    List<String> texts = new ArrayList<>();
    int at = 0;
    while (at < written.length()) {
      int colon = written.indexOf(':', at);
      if (colon < 0 || !isLength(written.substring(at, colon))) {
        return Optional.empty();
      }
      int length = Integer.parseInt(written.substring(at, colon));
      int start = colon + 1;
      if (length > written.length() - start) {
        return Optional.empty();
      }
      at = start + length;
      texts.add(written.substring(start, at));
    }
    return Optional.of(texts);
  }

  private static boolean isLength(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

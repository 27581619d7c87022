// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds one value of a configuration, parsed at once. A mistake is kept, so that all mistakes of a
 * configuration can be reported together.
 *
 * @param <T> what the text is parsed into
 */
public final class ParsedSetting<T> {

  private static final String EVERYWHERE = "everywhere";

  private final String text;
  private final @Nullable T value;
  private final @Nullable String mistake;

  private ParsedSetting(String text, @Nullable T value, @Nullable String mistake) {
    this.text = text;
    this.value = value;
    this.mistake = mistake;
  }

  /**
   * Parses a value.
   *
   * @param name what the caller calls the setting, such as {@code serviceAccount name}
   * @param parser throws {@link IllegalArgumentException} with what is wrong, as in "not a DN"
   */
  public static <T> ParsedSetting<T> parse(
      String name, @Nullable String text, Function<String, T> parser) {
    return parse(name, text, true, parser);
  }

  /**
   * Parses a value which no mistake shows, as it may be a secret; see {@link #parse}. Control and
   * format characters, and white space at the ends, are mistakes.
   *
   * @param parser must not show it either
   */
  public static <T> ParsedSetting<T> hidden(
      String name, @Nullable String text, Function<String, T> parser) {
    return parse(name, text, false, given -> parser.apply(Spelling.requireVisible(given)));
  }

  private static <T> ParsedSetting<T> parse(
      String name, @Nullable String text, boolean shown, Function<String, T> parser) {
    if (text == null) {
      return new ParsedSetting<>("", null, name + ": is missing");
    }
    if (text.isBlank()) {
      return new ParsedSetting<>("", null, name + " \"\": is empty");
    }
    try {
      return new ParsedSetting<>(text, parser.apply(text), null);
    } catch (IllegalArgumentException e) {
      return shown
          ? new ParsedSetting<>(
              text, null, name + " \"" + Spelling.visible(text) + "\": " + e.getMessage())
          : new ParsedSetting<>("", null, name + ": " + e.getMessage());
    }
  }

  /** Parses a DN other than the empty one; see {@link #parse}. */
  public static ParsedSetting<Dn> dn(String name, @Nullable String text) {
    return parse(name, text, Dn::parseVisible);
  }

  /**
   * Parses the DN where a search starts; see {@link #parse}. {@code everywhere} is the empty DN,
   * which is not taken for a value that is missing by mistake.
   */
  public static ParsedSetting<Dn> base(String name, @Nullable String text) {
    if (EVERYWHERE.equals(text)) {
      return new ParsedSetting<>(EVERYWHERE, Dn.parse(""), null);
    }
    return text != null && text.isBlank()
        ? new ParsedSetting<>(
            "", null, name + " \"\": is empty; write \"" + EVERYWHERE + "\" for the empty DN")
        : dn(name, text);
  }

  /** Parses an attribute description (RFC 4512, section 2.5); see {@link #parse}. */
  public static ParsedSetting<String> attribute(String name, @Nullable String text) {
    return parse(name, text, AttributeNames::check);
  }

  /** Parses the name of an attribute that holds a stable id; see {@link #parse}. */
  public static ParsedSetting<String> stableId(String name, @Nullable String text) {
    return parse(name, text, StableId::check);
  }

  /** Returns what is wrong, as a line that names the setting and the value. */
  public Optional<String> mistake() {
    return Optional.ofNullable(mistake);
  }

  /** Returns the value, or empty if the setting holds a mistake. */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Returns the value of a setting that was checked to hold none but good ones. */
  public T get() {
    return value().orElseThrow(() -> new IllegalArgumentException(mistake));
  }

  /** Returns whether both hold the same value, or both hold the same mistaken text. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ParsedSetting<?> that
        && (value == null ? text.equals(that.text) : value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return value == null ? text.hashCode() : value.hashCode();
  }

  /** Returns the text as it was configured. */
  @Override
  public String toString() {
    return text;
  }
}

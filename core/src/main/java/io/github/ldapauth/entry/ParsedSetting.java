// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of a configuration, or the mistake in it, so that all mistakes can be reported together.
 *
 * @param <T> the type of the value
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
   * @param name the setting as the caller knows it, such as {@code serviceAccount name}
   * @param parser throws {@link IllegalArgumentException} with the mistake, such as "not a DN"
   */
  public static <T> ParsedSetting<T> parse(
      String name, @Nullable String text, Function<String, T> parser) {
    return parse(name, text, true, parser);
  }

  /**
   * Parses a value that may be secret; see {@link #parse}. The mistake does not contain it. Control
   * and format characters, and white space at the ends, are mistakes.
   *
   * @param parser must not put the value into its message either
   */
  public static <T> ParsedSetting<T> hidden(
      String name, @Nullable String text, Function<String, T> parser) {
    return parse(name, text, false, parser);
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
      return new ParsedSetting<>(
          text, parser.apply(shown ? text : Spelling.requireVisible(text)), null);
    } catch (IllegalArgumentException e) {
      return shown && !hasPassword(text)
          ? new ParsedSetting<>(
              text, null, name + " \"" + Spelling.visible(text) + "\": " + e.getMessage())
          : new ParsedSetting<>("", null, name + ": " + e.getMessage());
    }
  }

  /** Returns whether the text may be a URL with a user and a password. */
  private static boolean hasPassword(String text) {
    int slashes = text.indexOf("://");
    return slashes >= 0 && text.indexOf('@', slashes) >= 0;
  }

  /** Parses a DN other than the empty one; see {@link #parse}. */
  public static ParsedSetting<Dn> dn(String name, @Nullable String text) {
    return parse(name, text, Dn::parseVisible);
  }

  /**
   * Parses the base DN of a search; see {@link #parse}. {@code everywhere} stands for the empty DN,
   * as an empty text may be a mistake.
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

  /**
   * Parses an attribute description (RFC 4512, section 2.5) that a search can request; see {@link
   * #parse}.
   */
  public static ParsedSetting<String> attribute(String name, @Nullable String text) {
    return parse(name, text, AttributeNames::checkSearchable);
  }

  /** Parses the name of an attribute that holds a stable id; see {@link #parse}. */
  public static ParsedSetting<String> stableId(String name, @Nullable String text) {
    return parse(name, text, StableId::check);
  }

  /** Returns the mistake, as a line with the setting and the value. */
  public Optional<String> mistake() {
    return Optional.ofNullable(mistake);
  }

  /** Adds the mistake, if there is one. */
  public void addMistakeTo(Collection<String> mistakes) {
    if (mistake != null) {
      mistakes.add(mistake);
    }
  }

  /** Returns the value, or empty if there is a mistake. */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Returns the value of a setting that was checked to have no mistake. */
  public T get() {
    if (value == null) {
      throw new IllegalArgumentException(mistake);
    }
    return value;
  }

  /** Returns whether both have the same value, or the same mistaken text. */
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

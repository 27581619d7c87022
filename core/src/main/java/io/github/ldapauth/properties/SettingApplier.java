// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A part of a configuration that is changed setting by setting. A new mistake belongs to the
 * setting after which it first appears.
 *
 * @param <T> the part, immutable or not
 */
final class SettingApplier<T> {

  private final TextSettings settings;
  private final Function<T, List<String>> mistakes;
  private T value;

  SettingApplier(TextSettings settings, T value, Function<T, List<String>> mistakes) {
    this.settings = settings;
    this.value = value;
    this.mistakes = mistakes;
  }

  /** Applies the setting of this name, if there is one. */
  <V> SettingApplier<T> set(String name, Function<String, V> parser, BiFunction<T, V, T> change) {
    settings.take(name).ifPresent(text -> apply(text, parser, change));
    return this;
  }

  /** Applies all settings of this name, in the order of their numbers. */
  <V> SettingApplier<T> setAll(
      String name, Function<String, V> parser, BiFunction<T, V, T> change) {
    settings.takeAll(name).forEach(text -> apply(text, parser, change));
    return this;
  }

  /** Applies a setting that was taken. */
  <V> SettingApplier<T> apply(Text text, Function<String, V> parser, BiFunction<T, V, T> change) {
    settings
        .parse(text, parser)
        .ifPresent(
            parsed -> {
              value = change.apply(value, parsed);
              settings.claimMistakes(text, mistakes.apply(value));
            });
    return this;
  }

  T get() {
    return value;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.Comparator.naturalOrder;

import io.github.ldapauth.entry.Name;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The settings whose keys do not begin with the prefix, some of them by mistake. A rule with such a
 * key would be ignored, and let every user in.
 *
 * @param others the settings
 * @param known the names of all settings
 * @param keyOf returns the key of a name
 * @param isWritten returns whether a setting was also written with the prefix and this value, as if
 *     variables of the environment are among the settings of a file
 */
record OtherKeys(
    String prefix,
    List<Text> others,
    Collection<String> known,
    UnaryOperator<String> keyOf,
    BiPredicate<SettingId, String> isWritten) {

  private static final Pattern NAMED =
      Pattern.compile("(role|flag|attribute)[._\\[-]+.+", Pattern.CASE_INSENSITIVE);

  /** Returns the mistake of settings of which none begins with the prefix. */
  String noKey() {
    String none = "no key begins with \"" + prefix + "\"";
    return others.stream()
        .map(Text::key)
        .filter(key -> key.contains(prefix))
        .min(naturalOrder())
        .map(key -> none + "; there is " + key)
        .orElse(none);
  }

  /** Returns the mistakes of keys that should begin with the prefix. */
  List<String> mistakes() {
    return others.stream().flatMap(text -> mistake(text).stream()).toList();
  }

  private Optional<String> mistake(Text text) {
    String start = text.key() + ": does not begin with \"" + prefix + "\"";
    if (Name.of(text.key()).resemblesBeginning(prefix)) {
      return Optional.of(start + " exactly");
    }
    return Cut.all(text.key())
        .filter(cut -> isMeant(cut) && isKnown(cut.name()))
        .filter(cut -> !isWritten.test(SettingId.of(cut.name()), text.raw()))
        .findFirst()
        .map(cut -> start + "; did you mean " + keyOf.apply(written(cut.name())) + "?");
  }

  /** Returns whether the beginning is the prefix but for a typo in its letters, or its signs. */
  private boolean isMeant(Cut cut) {
    SettingId meant = SettingId.of(prefix);
    return cut.beginning().equals(meant)
        || (cut.isBetweenWords()
            && cut.beginning().number() == meant.number()
            && meant.resembles(cut.beginning())
            && !isOfAnother(cut.beginning()));
  }

  /** Returns whether keys with this beginning are for another directory or another program. */
  private boolean isOfAnother(SettingId beginning) {
    List<String> names =
        others.stream()
            .flatMap(text -> Cut.all(text.key()))
            .filter(cut -> cut.isBetweenWords() && cut.beginning().equals(beginning))
            .map(Cut::name)
            .toList();
    return names.stream().anyMatch(name -> !isLikeKnown(name))
        || names.stream().anyMatch(name -> SettingId.of(name).letters().equals(SettingKeys.PRESET))
        || Stream.of("server", "user")
            .allMatch(word -> names.stream().anyMatch(name -> lettersOf(name).startsWith(word)));
  }

  private static String lettersOf(String name) {
    return SettingId.of(name).letters();
  }

  private boolean isKnown(String name) {
    return NAMED.matcher(name).matches()
        || known.stream().anyMatch(each -> lettersOf(each).equals(lettersOf(name)));
  }

  private boolean isLikeKnown(String name) {
    return isKnown(name) || SettingId.of(name).mostLike(known).isPresent();
  }

  /** Returns the name as documents write it, unless it has a number or one of the application. */
  private String written(String name) {
    SettingId id = SettingId.of(name);
    return known.stream().filter(each -> SettingId.of(each).equals(id)).findFirst().orElse(name);
  }

  /** A key in two parts, of which the second begins with a letter or a sign. */
  private record Cut(String key, int position) {

    static Stream<Cut> all(String key) {
      return IntStream.range(1, key.length())
          .mapToObj(position -> new Cut(key, position))
          .filter(cut -> cut.name().matches("\\p{L}.*"));
    }

    SettingId beginning() {
      return SettingId.of(key.substring(0, position));
    }

    /** Returns the second part without signs at its start. A number there is of the first. */
    String name() {
      return key.substring(position).replaceFirst("^[^\\p{L}\\d]+", "");
    }

    /** Returns whether there is a sign after a word, or a capital letter after a small one. */
    boolean isBetweenWords() {
      char last = key.charAt(position - 1);
      char next = key.charAt(position);
      return (Character.isLetterOrDigit(last) && !Character.isLetterOrDigit(next))
          || (Character.isLowerCase(last) && Character.isUpperCase(next));
    }
  }
}

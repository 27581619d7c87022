// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.entry.ParsedSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings in text form. A reader takes them one by one; the rest are unknown keys. */
final class TextSettings {

  private static final SettingId PASSWORD = SettingId.of("service-account.password");

  private final String prefix;
  private final Map<SettingId, Text> untaken = new LinkedHashMap<>();
  private final Map<SettingId, Text> taken = new LinkedHashMap<>();
  private final KeyedMistakes mistakes = new KeyedMistakes();
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> missing = new HashSet<>();
  private final List<Text> others = new ArrayList<>();
  private final boolean noKey;

  TextSettings(Map<String, ? extends @Nullable String> settings, String prefix) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(settings, "settings")
        .keySet()
        .forEach(key -> Objects.requireNonNull(key, "key of settings"));
    new TreeMap<>(settings)
        .forEach(
            (key, value) -> {
              Text text = new Text(key, Objects.requireNonNullElse(value, ""));
              if (key.startsWith(prefix)) {
                add(text);
              } else {
                others.add(text);
              }
            });
    this.noKey = untaken.isEmpty();
  }

  private void add(Text text) {
    Text other = untaken.putIfAbsent(SettingId.of(text.key().substring(prefix.length())), text);
    // Two sources of settings may spell one setting in two ways, and resolve it to one value.
    if (other != null && !other.raw().equals(text.raw())) {
      reject(text, "is the same setting as " + other.key());
    }
  }

  /** Returns whether any of these settings exists and is not taken yet. */
  boolean has(String... names) {
    return !numbers(names).isEmpty();
  }

  /** Returns the numbers of these settings; 0 for a key without a number. */
  SortedSet<Integer> numbers(String... names) {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String name : names) {
      known.add(name);
      untaken.keySet().stream()
          .filter(id -> id.letters().equals(SettingId.of(name).letters()))
          .forEach(id -> numbers.add(id.number()));
    }
    return numbers;
  }

  /** Takes the setting without a number. */
  Optional<Text> take(String name) {
    return take(name, 0);
  }

  /** Takes the setting with this number. */
  Optional<Text> take(String name, int number) {
    known.add(name);
    return take(new SettingId(SettingId.of(name).letters(), number));
  }

  private Optional<Text> take(SettingId id) {
    Optional<Text> text = Optional.ofNullable(untaken.remove(id));
    text.ifPresent(found -> taken.put(id, found));
    text.filter(found -> found.isQuoted() && !id.equals(PASSWORD))
        .ifPresent(found -> reject(found, "is in quotation marks; leave them out"));
    return text;
  }

  /** Takes a required setting. Returns its value, or the placeholder if it is missing. */
  String require(
      String name, int number, String placeholder, Function<String, List<String>> check) {
    Optional<Text> text = take(name, number);
    if (text.isEmpty()) {
      missing(name, number);
      return placeholder;
    }
    claimMistakes(text.get(), check.apply(text.get().value()));
    return text.get().value();
  }

  /** Reports a required setting as missing. */
  void missing(String name, int number) {
    missing.add(name);
    mistakes.add(
        keyOf(number == 0 ? name : name + "." + number) + ": is missing" + besidePreset(name));
  }

  private String besidePreset(String name) {
    Optional<Text> preset = written(SettingKeys.PRESET).stream().findFirst();
    String section = name.replaceFirst("\\..*", "");
    return preset.isEmpty() || !SettingKeys.LOOK_UPS.contains(section)
        ? ""
        : "; the keys of " + keyOf(section) + " replace the search of " + preset.get().key();
  }

  /** Returns whether a setting was reported as missing. */
  boolean isMissing(String name) {
    return missing.contains(name);
  }

  /**
   * Returns the settings of this name that were taken, as they were written.
   *
   * @param name if it ends with {@code .*}, that of each with a name of the application
   */
  List<Text> written(String name) {
    String letters = SettingId.of(name).letters();
    boolean isBeginning = name.endsWith(".*");
    return taken.entrySet().stream()
        .filter(
            each ->
                isBeginning
                    ? each.getKey().letters().startsWith(letters)
                    : each.getKey().letters().equals(letters))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Returns the key of a setting as it would be written. */
  String keyOf(String name) {
    if (prefix.endsWith("_")) {
      return prefix + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
    boolean ends = !prefix.matches(".*[\\p{L}\\d]");
    return prefix + (ends ? "" : ".") + name;
  }

  /** Reports a mistake of a setting. */
  void reject(Text text, String what) {
    mistakes.add(text.key() + ": " + what);
  }

  /** Takes all settings whose keys go on after this word with a name, as in {@code role.ADMIN}. */
  List<NamedSetting> takeNamed(String word) {
    Pattern key =
        Pattern.compile("[._-]?" + word + "[._\\[-]+([^\\]]+)]?", Pattern.CASE_INSENSITIVE);
    List<NamedSetting> all = new ArrayList<>();
    for (Map.Entry<SettingId, Text> each : List.copyOf(untaken.entrySet())) {
      Matcher parts = key.matcher(each.getValue().key().substring(prefix.length()));
      if (parts.matches()) {
        take(each.getKey());
        all.add(new NamedSetting(parts.group(1), each.getValue()));
      }
    }
    return all;
  }

  /** Takes all settings of one name, in the order of their numbers. */
  List<Text> takeAll(String name) {
    return numbers(name).stream().flatMap(number -> take(name, number).stream()).toList();
  }

  /** Reports settings that contradict one that was taken. */
  void rejectTogetherWith(Text taken, String... names) {
    for (String name : names) {
      for (Text other : takeAll(name)) {
        reject(other, "cannot be used together with " + taken.key());
      }
    }
  }

  /** Parses a value. */
  <V> Optional<V> parse(Text text, Function<String, V> parser) {
    return valueOf(ParsedSetting.parse(text.key(), text.value(), parser));
  }

  /** Returns the value of a setting that was parsed, or reports its mistake. */
  <V> Optional<V> valueOf(ParsedSetting<V> setting) {
    setting.mistake().ifPresent(mistakes::add);
    return setting.value();
  }

  /** Attributes the mistakes that are new to this setting. */
  void claimMistakes(Text text, List<String> now) {
    now.forEach(mistake -> mistakes.claim(text, mistake));
  }

  /**
   * Returns all mistakes: those of the keys, and those of the builders, with their keys. Call it
   * after all known settings were taken.
   */
  List<String> report(List<String> ofBuilders) {
    others().mistakes().forEach(mistakes::add);
    untaken.forEach((id, text) -> mistakes.add(text.key() + ": unknown setting" + hint(id, text)));
    List<String> all = mistakes.with(ofBuilders);
    return noKey && !all.isEmpty()
        ? Stream.concat(Stream.of(others().noKey()), all.stream()).toList()
        : all;
  }

  /** Returns the settings whose keys do not begin with the prefix. */
  OtherKeys others() {
    return new OtherKeys(prefix, others, known, this::keyOf, this::isWritten);
  }

  private boolean isWritten(SettingId id, String value) {
    return Stream.of(taken, untaken)
        .flatMap(settings -> Stream.ofNullable(settings.get(id)))
        .anyMatch(text -> text.raw().equals(value));
  }

  /** Returns the settings that an unknown key may mean before others. */
  private List<String> likely() {
    Stream<String> base = Stream.of("preset.base").filter(name -> !written(name).isEmpty());
    return Stream.concat(missing.stream(), base).toList();
  }

  private String hint(SettingId id, Text unknown) {
    boolean hasFirst = taken.containsKey(new SettingId(id.letters(), 0));
    return hasFirst && unknown.key().endsWith("]")
        ? "; a list is one value, with commas"
        : new SettingHints(known, likely(), this::keyOf)
            .hint(unknown.key().substring(prefix.length()), unknown.value());
  }
}

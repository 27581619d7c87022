// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.group.GroupQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that were written, in place of the methods of the builders, in texts of diagnoses and
 * sign-ins. A text is either a setting with its value, or a sentence that names methods, as in
 * {@code raise maxGroups(...)}.
 */
final class SettingNames implements UnaryOperator<String> {

  private static final String NAMES =
      SettingKeys.NAMES.keySet().stream()
          .sorted(Comparator.comparingInt(String::length).reversed())
          .map(Pattern::quote)
          .collect(Collectors.joining("|"));

  private static final Pattern IN_SENTENCE =
      Pattern.compile(
          "(?<![\\w.])(?<type>(?:LdapServer|UserLookup|GroupLookup|GroupType)\\.)?(?<name>"
              + NAMES
              + ")(?<call>\\((?:\\.\\.\\.)?\\))?(?![\\w(]|\\.\\w)(?=( \"(?<value>[^\"]*)\")?)");

  /** A preset, its argument, or the filter of its search for users. */
  private static final Pattern PRESET =
      Pattern.compile(
          "(?:LdapAuthConfig|UntriedPresets)\\.\\w+(?: (base|domain|organization|filter))?");

  private static final Pattern SETTING =
      Pattern.compile(
          "(?<server>server \\S+ )?(?<names>[\\w.]+( (base|filter))?(, \\w+)*)"
              + "(?<rest>( memberOf)?( \"(?<dn>.*)\"| (?<query>\\(.*\\)))?)");

  private static final Pattern KEY = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+|^[a-z0-9-]+$");

  private final TextSettings settings;

  SettingNames(TextSettings settings) {
    this.settings = settings;
  }

  @Override
  public String apply(String text) {
    String named = presets(text);
    Matcher setting = SETTING.matcher(named);
    return setting.matches() ? setting(setting) : sentence(named);
  }

  /** Returns mistakes with the keys in place of methods; each begins with its own key. */
  List<String> inMistakes(List<String> mistakes) {
    return mistakes.stream().map(mistake -> sentence(presets(mistake))).toList();
  }

  private String presets(String text) {
    return PRESET
        .matcher(text)
        .replaceAll(
            found -> {
              String argument = found.group(1);
              return Matcher.quoteReplacement(
                  argument == null
                      ? written(SettingKeys.PRESET, "")
                      : argument.equals("filter")
                          ? "UserLookup.search filter"
                          : written(SettingKeys.PRESET + "." + argument, ""));
            });
  }

  private String setting(Matcher parts) {
    String dn = Objects.requireNonNullElse(parts.group("dn"), "");
    String value = Objects.requireNonNullElse(parts.group("query"), dn);
    return Objects.requireNonNullElse(parts.group("server"), "")
        + Pattern.compile(", ")
            .splitAsStream(parts.group("names"))
            .map(name -> setting(name, value))
            .collect(Collectors.joining(", "))
        + parts.group("rest");
  }

  /** A setting without a key was set in code, unless it is a default. */
  private String setting(String name, String value) {
    List<String> keys = keys(SettingKeys.NAMES.getOrDefault(name, "")).toList();
    return keys.stream()
        .flatMap(key -> find(key, value).stream())
        .findFirst()
        .map(Text::key)
        .orElseGet(() -> SettingKeys.DEFAULTS.contains(name) ? settings.keyOf(keys.get(0)) : name);
  }

  private String sentence(String text) {
    Matcher found = IN_SENTENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (found.find()) {
      String written = isMethod(found) ? written(found) : found.group();
      found.appendReplacement(result, Matcher.quoteReplacement(written));
    }
    return found.appendTail(result).toString();
  }

  /** Returns whether a name is surely that of a method, and no common word. */
  private static boolean isMethod(Matcher found) {
    String name = found.group("name");
    return found.group("type") != null
        || found.group("call") != null
        || Character.isUpperCase(name.charAt(0))
        || name.endsWith(")");
  }

  private String written(Matcher found) {
    String keys = Objects.requireNonNull(SettingKeys.NAMES.get(found.group("name")));
    if (keys.equals("server.protocol")) {
      return protocol(found.group());
    }
    String value = Objects.requireNonNullElse(found.group("value"), "");
    List<Text> written = keys(keys).flatMap(key -> find(key, value).stream()).toList();
    if (!written.isEmpty() && written.stream().allMatch(this::isPreset)) {
      String own = replaced(keys, settings::keyOf);
      return written.get(0).key()
          + " ("
          + own
          + (own.contains(" ") ? " override" : " overrides")
          + " it)";
    }
    return replaced(keys, key -> written(key, value));
  }

  private boolean isPreset(Text text) {
    return settings.written(SettingKeys.PRESET).contains(text);
  }

  private static Stream<String> keys(String keys) {
    return Pattern.compile(", | and | or ").splitAsStream(keys);
  }

  private static String replaced(String keys, UnaryOperator<String> change) {
    return KEY.matcher(keys).replaceAll(key -> Matcher.quoteReplacement(change.apply(key.group())));
  }

  private String protocol(String methods) {
    String hosts = settings.keyOf("server.hosts") + " with " + settings.keyOf("server.protocol");
    Optional<Text> urls = find("server.urls", "");
    if (urls.isEmpty()) {
      String values =
          Stream.of("startTls", "ldaps", "insecure")
              .filter(method -> methods.contains("." + method))
              .map(method -> method.equals("startTls") ? "start-tls" : method)
              .collect(Collectors.joining(" or "));
      return written("server.protocol", "") + " = " + values;
    }
    if (methods.contains(".insecure")) {
      return hosts + " = insecure";
    }
    // A URL cannot say StartTLS, so another key takes its place.
    String startTls = hosts + " = start-tls";
    String ldaps = "ldaps://";
    String use =
        !methods.contains(".startTls")
            ? ldaps
            : methods.contains(".ldaps") ? ldaps + ", or " + startTls + "," : startTls;
    String value = urls.get().value();
    boolean mayHoldPassword = value.contains("@");
    return use + " in place of " + urls.get().key() + (mayHoldPassword ? "" : " = " + value);
  }

  /** Returns the key that was written, or what could be. */
  private String written(String key, String value) {
    return find(key, value)
        .map(Text::key)
        .orElseGet(
            () -> settings.keyOf(key) + (SettingKeys.SWITCHES.contains(key) ? " = true" : ""));
  }

  /** Returns the setting that decides; if there are several, one with this value. */
  private Optional<Text> find(String key, String value) {
    List<Text> all =
        Stream.concat(Stream.of(key), SettingKeys.ALSO.getOrDefault(key, List.of()).stream())
            .flatMap(name -> settings.written(name).stream())
            .toList();
    return all.stream()
        .filter(text -> text.value().equals(value))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(text -> text.value().contains(value) || isQuery(text.value(), value))
                    .findFirst())
        .or(() -> all.stream().findFirst());
  }

  /** Returns whether a value, which may be the DN of a group, is this query. */
  private static boolean isQuery(String value, String query) {
    try {
      return query.startsWith("(") && GroupQuery.parse(value).toString().equals(query);
    } catch (IllegalArgumentException e) {
      return false; // neither
    }
  }
}

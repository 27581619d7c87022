// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.properties.TextSettings.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys that were written, in place of the methods of the builders, in the texts of a diagnosis.
 * A text is either a setting with its value, or a sentence with {@code method(...), in properties
 * key}.
 */
final class SettingNames implements UnaryOperator<String> {

  /** The keys of each setting. The first one that was written counts. */
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry(
              "LdapServer",
              List.of(
                  "server.hosts",
                  "server.urls",
                  "server.srv",
                  "server.ldaps-srv",
                  "server.active-directory-srv",
                  "preset.domain")),
          Map.entry(
              "serviceAccount", List.of("service-account.dn", "service-account.by-certificate")),
          Map.entry(
              "UserLookup.search base",
              List.of(
                  "user-search.base",
                  "user-active-directory.base",
                  "user-active-directory.domain",
                  "preset.domain",
                  "preset.base")),
          Map.entry("UserLookup.search filter", List.of("user-search.filter")),
          Map.entry("UserLookup.dnTemplate", List.of("user-dn-template")),
          Map.entry("UserLookup.bindName", List.of("user-bind-name")),
          Map.entry(
              "UserLookup.activeDirectory",
              List.of("user-active-directory.domain", "preset.domain")),
          Map.entry("GroupLookup.search", List.of("group-search.base")),
          Map.entry(
              "GroupLookup.search base",
              List.of(
                  "group-search.base",
                  "token-groups.base",
                  "automatic-groups.base",
                  "preset.domain",
                  "preset.base")),
          Map.entry("GroupLookup.memberOf", List.of("member-of.attribute")),
          Map.entry("GroupLookup.tokenGroups", List.of("token-groups.base")),
          Map.entry("UserLookup.usernameAttribute", List.of("user-search.username-attribute")),
          Map.entry("attributes", List.of("attributes", "attribute.*")),
          Map.entry("require", List.of("require")),
          Map.entry("deny", List.of("deny")),
          Map.entry("lookFor", List.of("role.*", "flag.*")),
          Map.entry("flag", List.of("flag.*")),
          Map.entry("role", List.of("role.*")),
          Map.entry("timeLimit", List.of("time-limit")));

  /** The keys of the methods that sentences name. */
  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("ldaps", "server.protocol"),
          Map.entry("startTls", "server.protocol"),
          Map.entry("trustedCertificates", "server.trusted-certificates"),
          Map.entry("clientCertificate", "server.client-certificate"),
          Map.entry("targetsAlsoBelow", "server.targets-also-below"),
          Map.entry("connectTimeout", "server.connect-timeout"),
          Map.entry("responseTimeout", "server.response-timeout"),
          Map.entry("maxConnections", "server.max-connections"),
          Map.entry("serviceAccount", "service-account.dn"),
          Map.entry("activeDirectory", "user-active-directory.domain"),
          Map.entry("readAsUser", "read-as-user"),
          Map.entry("inChain", "group-search.nested"),
          Map.entry("withPrimaryGroup", "group-search.primary-group"),
          Map.entry("maxGroups", "group-search.max-groups"),
          Map.entry("tokenGroups", "token-groups.base"),
          Map.entry("hiddenGroupsDenyNobody", "hidden-groups-deny-nobody"),
          Map.entry("timeLimit", "time-limit"));

  private static final Pattern METHOD =
      Pattern.compile(
          "(?<![\\w.])(?:[A-Z]\\w+\\.("
              + String.join("|", METHODS.keySet())
              + ")(?:\\((?:\\.\\.\\.)?\\)|(?![\\w(]))|("
              + String.join("|", METHODS.keySet())
              + ")\\((?:\\.\\.\\.)?\\))");

  /** The keys that set the same as another one. */
  private static final Map<String, List<String>> SAME =
      Map.of(
          "server.protocol", List.of("server.protocol", "server.urls"),
          "server.hosts", List.of("server.hosts", "server.urls"),
          "service-account.password",
              List.of("service-account.password", "service-account.password-file"),
          "group-search.max-groups", List.of("group-search.max-groups", "token-groups.max-groups"),
          "group-search.type", List.of("group-search.type", "group-search.member-attribute"));

  /** A preset, or its argument. */
  private static final Pattern PRESET =
      Pattern.compile(
          "(?:LdapAuthConfig|UntriedPresets)\\.\\w+"
              + "(?: (base|domain|organization)(?:, in properties preset\\.\\w+)?)?");

  private static final Pattern SETTING =
      Pattern.compile(
          "(?<server>server \\S+ )?(?<names>[\\w.]+( (base|filter))?(, \\w+)*)"
              + "(?<rest>( memberOf)?( \"(?<dn>.*)\"| (?<query>\\(.*\\)))?)");

  private static final Pattern IN_SENTENCE =
      Pattern.compile(
          "[\\w.]+( (base|domain|organization|filter|scope|type|password|file))?(\\(\\.\\.\\.\\))?"
              + "( or [\\w.]+(\\(\\.\\.\\.\\))?)?, in properties (?<key>[a-z0-9.-]*[a-z])"
              + "(?<other> (and|or) [a-z0-9-]+\\.[a-z0-9.-]*[a-z])?");

  private final TextSettings settings;

  SettingNames(TextSettings settings) {
    this.settings = settings;
  }

  @Override
  public String apply(String text) {
    return named(PRESET.matcher(text).replaceAll(found -> Matcher.quoteReplacement(preset(found))));
  }

  /** Returns mistakes with the keys in place of {@code method, in properties key}. */
  List<String> inMistakes(List<String> mistakes) {
    return mistakes.stream().map(this::withKeys).toList();
  }

  private String preset(MatchResult found) {
    String argument = found.group(1);
    return written(argument == null ? "preset" : "preset." + argument);
  }

  private String named(String text) {
    Matcher setting = SETTING.matcher(text);
    return setting.matches() ? setting(setting) : sentence(text);
  }

  private String setting(Matcher parts) {
    String dn = Objects.requireNonNullElse(parts.group("dn"), "");
    String value = Objects.requireNonNullElse(parts.group("query"), dn);
    return Objects.requireNonNullElse(parts.group("server"), "")
        + Pattern.compile(", ")
            .splitAsStream(parts.group("names"))
            .map(name -> key(name, value))
            .collect(Collectors.joining(", "))
        + parts.group("rest");
  }

  private String key(String method, String value) {
    List<String> keys = KEYS.getOrDefault(method, List.of());
    return keys.stream()
        .flatMap(key -> settings.written(key, value).stream())
        .map(Text::key)
        .findFirst()
        .orElse(keys.isEmpty() ? method : settings.keyOf(keys.get(0)));
  }

  private String sentence(String text) {
    return METHOD
        .matcher(withKeys(text))
        .replaceAll(
            found -> {
              String method = found.group(1) == null ? found.group(2) : found.group(1);
              return Matcher.quoteReplacement(written(Objects.requireNonNull(METHODS.get(method))));
            });
  }

  private String withKeys(String text) {
    return IN_SENTENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(keys(found.group())));
  }

  private String keys(String found) {
    String names = found.substring(found.indexOf(", in properties ") + ", in properties ".length());
    if (names.equals("server.protocol")) {
      return settings
          .written("server.urls", "")
          .map(urls -> inPlaceOf(urls, found))
          .orElseGet(() -> protocol(found));
    }
    return Pattern.compile(" ")
        .splitAsStream(names)
        .map(word -> word.contains(".") || word.contains("-") ? written(word) : word)
        .collect(Collectors.joining(" "));
  }

  private String protocol(String found) {
    boolean isLdaps = found.contains(".ldaps");
    return written("server.protocol")
        + " = "
        + (!found.contains(".startTls") ? "ldaps" : isLdaps ? "start-tls or ldaps" : "start-tls");
  }

  /** A URL cannot say StartTLS, so another key takes its place. */
  private String inPlaceOf(Text urls, String found) {
    String startTls =
        "%s with %s = start-tls"
            .formatted(settings.keyOf("server.hosts"), settings.keyOf("server.protocol"));
    String ldaps = "ldaps://";
    String use =
        !found.contains(".startTls")
            ? ldaps
            : found.contains(".ldaps") ? ldaps + ", or " + startTls + "," : startTls;
    return use + " in place of " + urls.key() + " = " + urls.value();
  }

  private String written(String key) {
    return SAME.getOrDefault(key, List.of(key)).stream()
        .flatMap(same -> settings.written(same, "").stream())
        .map(Text::key)
        .findFirst()
        .orElseGet(() -> settings.keyOf(key));
  }
}

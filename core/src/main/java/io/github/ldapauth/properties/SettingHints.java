// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an unknown key may stand for.
 *
 * @param known the names of all settings
 * @param likely the names that are meant before others of the same name
 * @param keyOf returns the key of a name
 */
record SettingHints(
    Collection<String> known, Collection<String> likely, UnaryOperator<String> keyOf) {

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
  private static final Pattern BLANK = Pattern.compile(" ");

  /**
   * What other libraries call a setting, if it has no word in common with ours. Of several settings
   * of one name, a likely one is meant, or else the first.
   */
  private static final Map<String, List<String>> OTHER_NAMES =
      otherNames(
          """
          server.urls: uri ldap-url ldap-urls ldap-uri provider-url
          server.hosts: hostname port address
          server.protocol = start-tls: start-tls use-start-tls
          server.protocol = ldaps: tls ssl use-ssl
          server.trusted-certificates: certs certificates ca ca-cert ca-file trust-store
          server.max-connections: pool-size max-pool-size
          server.response-timeout: read-timeout
          service-account.dn: user username user-dn bind-dn bind-user manager-dn principal
          service-account.password: pass bind-password bind-credential bind-credentials manager-password
          user-search.base, preset.base, group-search.base: base base-dn search-base
          user-search.base: user-base-dn
          user-search.filter: filter search-filter
          user-search.scope: scope search-scope
          user-search.username-attribute: user-attribute uid-attribute user-id-attribute
          user-dn-template: user-dn-pattern user-dn-patterns dn-format
          user-active-directory.netbios-name: netbios netbios-name netbios-domain
          group-search.base: group-base-dn role-base
          group-search.name-attribute: group-role-attribute
          attributes: user-attrlist return-attributes
          require: required require-group require-groups
          deny: denied deny-group deny-groups
          cache: cache-timeout cache-ttl
          """);

  /** The variables of Kubernetes for a service whose name is the prefix, by their letters. */
  private static final Pattern KUBERNETES =
      Pattern.compile("porttcp(port|proto|addr)?|servicehost|serviceport.*");

  private static final Pattern NAMED =
      Pattern.compile("(role|flag|attribute)s?([._\\[-]+([^\\]]+)]?)?", Pattern.CASE_INSENSITIVE);

  private static final int MOST_WORDS_LEFT_OUT = 2;
  private static final int SHORTEST_BEGINNING = 4;

  private static Map<String, List<String>> otherNames(String table) {
    Map<String, List<String>> keys = new HashMap<>();
    table
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              List<String> ours = List.of(line.substring(0, colon).split(", "));
              BLANK
                  .splitAsStream(line.substring(colon + 2))
                  .forEach(name -> keys.put(SettingId.of(name).letters(), ours));
            });
    return keys;
  }

  /**
   * Returns a hint, as the end of a sentence; empty if there is none.
   *
   * @param name the unknown key without the prefix
   */
  String hint(String name, String value) {
    SettingId id = SettingId.of(name);
    if (value.startsWith("tcp://") || KUBERNETES.matcher(id.letters()).matches()) {
      return "; if Kubernetes sets it, for a service with the name of the prefix, use another prefix";
    }
    List<String> section = section(id.letters(), true);
    if (!section.isEmpty()) {
      return keysOf(section);
    }
    Optional<String> similar =
        id.mostLike(known)
            .or(() -> byOtherName(id.letters()))
            .or(() -> withWords(words(name)))
            .or(() -> named(name));
    if (similar.isPresent()) {
      return "; did you mean " + written(similar.get()) + "?";
    }
    List<String> beginning = section(id.letters(), false);
    return beginning.isEmpty() ? "" : keysOf(beginning);
  }

  private String written(String nameAndValue) {
    int equals = nameAndValue.indexOf(" = ");
    return equals < 0
        ? keyOf.apply(nameAndValue)
        : keyOf.apply(nameAndValue.substring(0, equals)) + nameAndValue.substring(equals);
  }

  /** Returns the name for that of another library, which may be in a section of ours. */
  private Optional<String> byOtherName(String letters) {
    List<String> names = OTHER_NAMES.get(letters);
    return names != null
        ? names.stream().filter(likely::contains).findFirst().or(() -> Optional.of(names.get(0)))
        : OTHER_NAMES.entrySet().stream()
            .flatMap(
                other ->
                    other.getValue().stream()
                        .filter(name -> letters.equals(lettersOfSection(name) + other.getKey())))
            .findFirst();
  }

  private static String lettersOfSection(String name) {
    return name.contains(".") ? SettingId.of(sectionOf(name)).letters() : "";
  }

  /** Returns the names in the section with which the letters begin, or which they are. */
  private List<String> section(String letters, boolean isWhole) {
    return known.stream()
        .filter(name -> name.contains("."))
        .filter(
            name -> {
              String section = lettersOfSection(name);
              return isWhole ? letters.equals(section) : letters.startsWith(section);
            })
        .sorted()
        .toList();
  }

  private static String sectionOf(String name) {
    return name.substring(0, name.indexOf('.'));
  }

  private String keysOf(List<String> section) {
    String begin = sectionOf(section.get(0));
    return section.stream()
        .map(name -> name.substring(begin.length() + 1))
        .collect(Collectors.joining(", ", "; the keys of " + keyOf.apply(begin) + " are ", ""));
  }

  /** Returns the shortest name with all of these words, if there are any. */
  private Optional<String> withWords(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> words(name).size() <= words.size() + MOST_WORDS_LEFT_OUT)
        .filter(name -> words.size() > 1 || words(name.replaceFirst(".*\\.", "")).size() == 1)
        .filter(
            name ->
                words.stream()
                    .allMatch(word -> words(name).stream().anyMatch(own -> isSame(own, word))))
        .min(
            Comparator.<String>comparingInt(name -> words(name).size())
                .thenComparing(name -> !isSame(words(name).get(0), words.get(0))));
  }

  private static boolean isSame(String own, String word) {
    String single = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    return own.equals(word)
        || own.equals(single)
        || own.equals(word + "s")
        || (single.length() >= SHORTEST_BEGINNING && own.startsWith(single));
  }

  private static List<String> words(String name) {
    String split = name.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT);
    return NO_LETTERS.splitAsStream(split).filter(word -> !word.isEmpty()).toList();
  }

  /** Keys with a name of the application begin with a word in the singular. */
  private static Optional<String> named(String name) {
    Matcher parts = NAMED.matcher(name);
    return parts.matches()
        ? Optional.of(
            parts.group(1).toLowerCase(Locale.ROOT)
                + "."
                + Objects.requireNonNullElse(parts.group(3), "<name>"))
        : Optional.empty();
  }
}

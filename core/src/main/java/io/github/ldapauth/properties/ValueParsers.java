// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.MemberDnGroupType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parsers for the values of settings. They throw IllegalArgumentException for other text. */
final class ValueParsers {

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9}) *(ms|s|m|h)");

  private static final Pattern RESOURCE =
      Pattern.compile("(file|classpath\\*?):", Pattern.CASE_INSENSITIVE);

  /** A path of Windows, of which a properties file keeps no single backslash. */
  private static final Pattern WITHOUT_BACKSLASHES =
      Pattern.compile("^[A-Za-z]:[^/\\\\]|[\t\f\r\n]");

  private ValueParsers() {}

  static Duration duration(String text) {
    Matcher parts = SHORT_DURATION.matcher(text);
    if (parts.matches()) {
      long number = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a duration, such as 5s or PT5S", e);
    }
  }

  static Path path(String text) {
    if (RESOURCE.matcher(text).lookingAt()) {
      throw new IllegalArgumentException("not a plain path; leave out the word before the colon");
    }
    if (WITHOUT_BACKSLASHES.matcher(text).find()) {
      throw new IllegalArgumentException(
          "lost its backslashes; in a properties file, write / or each backslash twice");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) { // its message holds the text
      throw new IllegalArgumentException("not a path", e);
    }
  }

  /**
   * Parses the path of a file with a secret, without the text in a mistake: it may be the secret.
   */
  static ParsedSetting<Path> secretFile(Text text) {
    return ParsedSetting.hidden(text.key(), text.value(), ValueParsers::path);
  }

  static int number(String text) {
    return number(text, "not a number");
  }

  private static int number(String text, String mistake) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(mistake, e);
    }
  }

  static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  /** Splits at commas and white space. */
  static String[] names(String text) {
    return text.replaceAll("^[,\\s]+", "").split("[,\\s]+");
  }

  /** Reads kinds of attributes in the spelling of the others, or none. */
  static Set<AccountAttributes> accountAttributes(String text) {
    Set<AccountAttributes> kinds = EnumSet.noneOf(AccountAttributes.class);
    if (!text.equalsIgnoreCase("none")) {
      for (String name : names(text)) {
        kinds.add(accountAttributesOf(letters(name)));
      }
    }
    return kinds;
  }

  private static AccountAttributes accountAttributesOf(String letters) {
    return Stream.of(AccountAttributes.values())
        .filter(kind -> letters(kind.name()).equals(letters))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "none of none, "
                        + Stream.of(AccountAttributes.values())
                            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", "))));
  }

  static Function<String[], LdapServer> protocol(String text) {
    return switch (letters(text)) {
      case "ldaps" -> LdapServer::ldaps;
      case "starttls" -> LdapServer::startTls;
      case "insecure" -> LdapServer::insecure;
      default -> throw new IllegalArgumentException("none of ldaps, start-tls, insecure");
    };
  }

  static SearchScope scope(String text) {
    return switch (letters(text)) {
      case "base" -> SearchScope.BASE;
      case "onelevel" -> SearchScope.ONE_LEVEL;
      case "subtree" -> SearchScope.SUBTREE;
      default -> throw new IllegalArgumentException("none of base, one-level, subtree");
    };
  }

  static GroupType groupType(String text) {
    return switch (letters(text)) {
      case "groupofnames" -> GroupType.groupOfNames();
      case "groupofuniquenames" -> GroupType.groupOfUniqueNames();
      case "organizationalrole" -> GroupType.organizationalRole();
      case "posixgroup" -> GroupType.posixGroup();
      default ->
          throw new IllegalArgumentException(
              "none of groupOfNames, groupOfUniqueNames, organizationalRole, posixGroup");
    };
  }

  /** Returns the change of a group type for true, false, in-chain or a number of levels. */
  static UnaryOperator<MemberDnGroupType> nesting(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> MemberDnGroupType::nested;
      case "false" -> type -> type;
      case "in-chain" -> MemberDnGroupType::inChain;
      default -> {
        int levels = number(text, "none of true, false, in-chain, a number of levels");
        yield type -> type.nested(levels);
      }
    };
  }

  /** Returns the text in the form in which spellings such as one-level and ONE_LEVEL are equal. */
  static String letters(String text) {
    return text.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }
}

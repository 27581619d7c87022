// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.util.args.IPAddressArgumentValueValidator;
import java.util.List;
import java.util.regex.Pattern;

/** Knows what can name a host, and what people write in its place. */
final class HostNames {

  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.?");
  private static final Pattern ZONE = Pattern.compile("%[\\w.-]+$");
  private static final Pattern NUMBERS = Pattern.compile("[\\d.]+");

  private record Lookalike(Pattern text, String mistake) {

    Lookalike(String text, String mistake) {
      this(Pattern.compile(text, Pattern.CASE_INSENSITIVE), mistake);
    }
  }

  private static final List<Lookalike> LOOKALIKES =
      List.of(
          new Lookalike(".*\\$\\{.*", "is a placeholder that nobody replaced"),
          new Lookalike("ldapi:.*", "ldapi is not supported"),
          new Lookalike("\\d+", "is a port; write host:port"),
          new Lookalike(
              ".*[^\\s,;][\\s,;]+[^\\s,;].*",
              "is several servers in one; give each as an argument of its own, or in properties"
                  + " after a comma"),
          new Lookalike(
              "(ldaps?://)?([0-9a-f.]*:){2,}[0-9a-f.]*",
              "is an IPv6 address without brackets; write [::1] or [::1]:636"));

  private HostNames() {}

  /**
   * Does nothing, unless the text is one of those that are often written in place of a server.
   *
   * @throws IllegalArgumentException with what it is
   */
  static void rejectCommonMistakes(String text) {
    for (Lookalike lookalike : LOOKALIKES) {
      if (lookalike.text().matcher(text).matches()) {
        throw new IllegalArgumentException(lookalike.mistake());
      }
    }
  }

  /**
   * Returns the given host: a name, or an IP address without brackets.
   *
   * @throws IllegalArgumentException if it is neither: the SDK would ask DNS for anything
   */
  static String check(String host) {
    boolean valid =
        NUMBERS.matcher(host).matches()
            ? IPAddressArgumentValueValidator.isValidNumericIPv4Address(host)
            : NAME.matcher(host).matches()
                || IPAddressArgumentValueValidator.isValidNumericIPv6Address(withoutZone(host));
    if (!valid) {
      throw new IllegalArgumentException("not a host name or IP address");
    }
    return host;
  }

  /** Returns an IPv6 address without its zone, which no certificate names; or the given host. */
  static String withoutZone(String host) {
    return host.contains(":") ? ZONE.matcher(host).replaceFirst("") : host;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.util.args.IPAddressArgumentValueValidator;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of host names, and of common mistakes in their place. */
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
          new Lookalike(".*\\$\\{.*", "is an unresolved placeholder"),
          new Lookalike("ldapi:.*", "ldapi is not supported"),
          new Lookalike("\\d+", "is a port; write host:port"),
          new Lookalike(
              ".*[^\\s,;][\\s,;]+[^\\s,;].*",
              "names several servers; pass each as its own argument, or separate them by commas in"
                  + " properties"),
          new Lookalike(
              "(ldaps?://)?([0-9a-f.]*:){2,}[0-9a-f.]*",
              "is an IPv6 address without brackets; write [::1] or [::1]:636"));

  private HostNames() {}

  /**
   * Checks that the text is not a common mistake in place of a server.
   *
   * @throws IllegalArgumentException if it is, with the mistake
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
   * @throws IllegalArgumentException if it is neither, as the SDK would look up any text in DNS
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

  /** Returns whether the host is an IP address, which needs no lookup. */
  static boolean isAddress(String host) {
    return host.contains(":") || NUMBERS.matcher(host).matches();
  }

  /** Returns the host; an IPv6 address without its zone, as certificates contain no zones. */
  static String withoutZone(String host) {
    return host.contains(":") ? ZONE.matcher(host).replaceFirst("") : host;
  }
}

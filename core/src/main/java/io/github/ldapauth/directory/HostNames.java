// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.util.args.IPAddressArgumentValueValidator;
import java.net.IDN;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of host names, and of common mistakes in their place. */
final class HostNames {

  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.?");
  private static final Pattern ZONE = Pattern.compile("%[\\w.-]+$");
  private static final Set<Integer> DEVIATIONS = Set.of(0xDF, 0x3C2, 0x200C, 0x200D);
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
   * Returns the given host: a name without the dot at its end, or an IP address without brackets.
   *
   * @throws IllegalArgumentException if it is neither, as Java would look up any text in DNS
   */
  static String check(String host) {
    boolean valid =
        NUMBERS.matcher(host).matches()
            ? IPAddressArgumentValueValidator.isValidNumericIPv4Address(host)
            : NAME.matcher(host).matches()
                || IPAddressArgumentValueValidator.isValidNumericIPv6Address(withoutZone(host));
    if (!valid) {
      throw new IllegalArgumentException("not a host name or IP address" + inAscii(host));
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Returns a hint at the form of an internationalized name that DNS knows (RFC 5891). */
  private static String inAscii(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return "";
    }
    try {
      String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
      // Java follows an older standard, which has other forms of these letters.
      boolean isCertain = host.chars().noneMatch(DEVIATIONS::contains);
      return isCertain && NAME.matcher(ascii).matches() ? "; write " + ascii : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
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

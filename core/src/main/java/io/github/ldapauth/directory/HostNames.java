// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.util.args.IPAddressArgumentValueValidator;
import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Checks of host names, and of common mistakes in their place. */
final class HostNames {

  private static final Set<Integer> DEVIATIONS = Set.of(0xDF, 0x3C2, 0x200C, 0x200D);
  private static final int LARGEST_BYTE = 255;
  private static final int IPV4_BYTES = 4;

  private HostNames() {}

  /**
   * Checks that the text is not a common mistake in place of a server.
   *
   * @throws IllegalArgumentException if it is, with the mistake
   */
  static void rejectCommonMistakes(String text) {
    String mistake = commonMistake(text.toLowerCase(Locale.ROOT));
    if (mistake != null) {
      throw new IllegalArgumentException(mistake);
    }
  }

  private static @Nullable String commonMistake(String text) {
    if (text.contains("${")) {
      return "is an unresolved placeholder";
    }
    if (text.startsWith("ldapi:")) {
      return "ldapi is not supported";
    }
    if (isNumber(text)) {
      return "is a port; write host:port";
    }
    if (new StringTokenizer(text, " \t\n\f\r\u000B,;").countTokens() > 1) {
      return "names several servers; pass each as its own argument, or separate them by commas in"
          + " properties";
    }
    String host = text.substring(text.lastIndexOf("/") + 1);
    return consistsOf("0123456789abcdef.:", host) && host.indexOf(':') < host.lastIndexOf(':')
        ? "is an IPv6 address without brackets; write [::1] or [::1]:636"
        : null;
  }

  static boolean isNumber(String text) {
    return consistsOf("0123456789", text);
  }

  private static boolean consistsOf(String characters, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * Returns the given host: a name without the dot at its end, or an IP address without brackets.
   *
   * @throws IllegalArgumentException if it is neither, as Java would look up any text in DNS
   */
  static String check(String host) {
    boolean valid =
        isNumeric(host)
            ? isIpv4(host)
            : isName(host)
                || IPAddressArgumentValueValidator.isValidNumericIPv6Address(withoutZone(host));
    if (!valid) {
      throw new IllegalArgumentException("not a host name or IP address" + inAscii(host));
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean isNumeric(String host) {
    return consistsOf("0123456789.", host);
  }

  /** Returns whether this is an address, and not some numbers with dots. */
  private static boolean isIpv4(String numeric) {
    String[] parts = numeric.split("\\.", -1);
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || Integer.parseInt(part) > LARGEST_BYTE) {
        return false;
      }
    }
    return parts.length == IPV4_BYTES;
  }

  /** Returns whether this consists of labels, perhaps with a dot at the end. */
  private static boolean isName(String host) {
    char last = '.';
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.' ? last == '.' : !isInLabel(c)) {
        return false;
      }
      last = c;
    }
    return !host.isEmpty();
  }

  private static boolean isInLabel(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
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
      return isCertain && isName(ascii) ? "; write " + ascii : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Returns whether the host is an IP address, which needs no lookup. */
  static boolean isAddress(String host) {
    return host.contains(":") || isNumeric(host);
  }

  /** Returns whether the host is an address of this machine. Only the text counts. */
  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || (host.startsWith("127.") && isNumeric(host) && isIpv4(host));
  }

  /** Returns the host; an IPv6 address without its zone, as certificates contain no zones. */
  static String withoutZone(String host) {
    return host.contains(":") ? host.replaceFirst("%[\\w.-]+$", "") : host;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.Locale;

/** The host and port of a server. */
record ServerAddress(String host, int port) {

  static final String USE_TLS = "use LdapServer.ldaps(...) or LdapServer.startTls(...)";

  /** The mistake of hosts that may have a password, which shows none of them. */
  static final String NO_PASSWORD =
      ": user and password do not belong here; use serviceAccount(...)";

  /** The mistake of text after the port, such as a base. */
  static final String NO_MORE =
      "only scheme, host and port belong here; a base is for UserLookup.search or"
          + " GroupLookup.search";

  private static final int LAST_PORT = 65535;

  enum Protocol {
    LDAPS("ldaps"),
    START_TLS("ldap"),
    CLEAR_TEXT("ldap"),
    /** Clear text that must not leave the machine. */
    LOOPBACK("ldap");

    private final String scheme;

    Protocol(String scheme) {
      this.scheme = scheme;
    }

    int port() {
      return this == LDAPS ? 636 : 389;
    }

    boolean tls() {
      return this == LDAPS || this == START_TLS;
    }
  }

  static boolean isLdaps(String text) {
    return lowerCase(text).startsWith("ldaps://");
  }

  /**
   * Returns whether one of the hosts may have a user and a password. A comma in the password may
   * have cut it into several hosts.
   */
  static boolean mayHavePassword(String... hosts) {
    return String.join(" ", hosts).contains("@");
  }

  /** Parses {@code host}, {@code host:port} or a URL with nothing after the port. */
  static ServerAddress parse(String text, Protocol protocol) {
    HostNames.rejectCommonMistakes(text);
    if (protocol == Protocol.LOOPBACK && !text.contains("://")) {
      throw new IllegalArgumentException("has no scheme; write ldaps://" + text);
    }
    int slashes = text.indexOf("://");
    String scheme = slashes < 0 ? protocol.scheme : lowerCase(text.substring(0, slashes));
    String[] parts = text.substring(slashes < 0 ? 0 : slashes + 3).split("/", 2);
    if (!scheme.equals("ldap") && !scheme.equals("ldaps")) {
      throw new IllegalArgumentException("not a server (its URL begins with ldaps:// or ldap://)");
    }
    if (parts.length > 1 && !parts[1].isEmpty()) {
      throw new IllegalArgumentException(NO_MORE);
    }
    int colon = parts[0].indexOf(':', parts[0].indexOf(']') + 1);
    String hostText = colon < 0 ? parts[0] : parts[0].substring(0, colon);
    if (hostText.isEmpty()) {
      throw new IllegalArgumentException("names no host");
    }
    int port = colon < 0 ? protocol.port() : port(parts[0].substring(colon + 1));
    if (!scheme.equals(protocol.scheme)) {
      throw new IllegalArgumentException(wrongScheme(protocol));
    }
    String host = HostNames.check(withoutBrackets(hostText));
    if (protocol == Protocol.LOOPBACK && !HostNames.isLoopback(host)) {
      throw new IllegalArgumentException(
          "would send passwords in clear text; "
              + USE_TLS
              + "; or LdapServer.insecure(...), if you accept the risk");
    }
    return new ServerAddress(host, port);
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static int port(String text) {
    int port = HostNames.isNumber(text) && text.length() <= 5 ? Integer.parseInt(text) : 0;
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException("not a server (its port is a number from 1 to 65535)");
    }
    return port;
  }

  /** An IPv6 address needs brackets, as it contains colons; nothing else may have them. */
  private static String withoutBrackets(String host) {
    boolean isIpv6 = host.startsWith("[") && host.endsWith("]") && host.contains(":");
    return isIpv6 ? host.substring(1, host.length() - 1) : host;
  }

  private static String wrongScheme(Protocol protocol) {
    return switch (protocol) {
      case LDAPS ->
          "is ldap://, but the protocol is ldaps; leave out the scheme, or use the same scheme for all"
              + " servers";
      case START_TLS -> "asks for ldaps together with StartTLS; use LdapServer.ldaps";
      case CLEAR_TEXT -> "asks for ldaps; use LdapServer.ldaps";
      case LOOPBACK -> "is not ldap; use the same scheme for all servers";
    };
  }

  boolean isLoopback() {
    return HostNames.isLoopback(host);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

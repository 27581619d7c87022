// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import java.util.Locale;

/** The host and port of a server. */
record ServerAddress(String host, int port) {

  static final String USE_TLS =
      "use LdapServer.ldaps(...) or LdapServer.startTls(...), in properties server.protocol";

  /** The mistake of text after the port, such as a base. */
  static final String NO_MORE =
      "only scheme, host and port belong here; a base is for UserLookup.search or"
          + " GroupLookup.search, in properties user-search.base and group-search.base";

  private static final String IN_PROPERTIES = ", in properties server.protocol";

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

    boolean tls() {
      return this == LDAPS || this == START_TLS;
    }
  }

  static boolean isLdaps(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith("ldaps://");
  }

  /** Parses {@code host}, {@code host:port} or a URL with nothing after the port. */
  static ServerAddress parse(String text, Protocol protocol) {
    HostNames.rejectCommonMistakes(text);
    if (protocol == Protocol.LOOPBACK && !text.contains("://")) {
      throw new IllegalArgumentException("has no scheme; write ldaps://" + text);
    }
    LDAPURL url;
    try {
      url = new LDAPURL(text.contains("://") ? text : protocol.scheme + "://" + text);
    } catch (LDAPException e) {
      throw new IllegalArgumentException("not a server (" + e.getMessage() + ")", e);
    }
    if (url.baseDNProvided() || url.attributesProvided() || url.filterProvided()) {
      throw new IllegalArgumentException(NO_MORE);
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("names no host");
    }
    if (!url.getScheme().equals(protocol.scheme)) {
      throw new IllegalArgumentException(wrongScheme(protocol));
    }
    int port = url.portProvided() ? url.getPort() : protocol == Protocol.LDAPS ? 636 : 389;
    String host = HostNames.check(url.getHost());
    if (protocol == Protocol.LOOPBACK && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "would send passwords in clear text; "
              + USE_TLS
              + "; or LdapServer.insecure if you accept the risk");
    }
    return new ServerAddress(host, port);
  }

  private static String wrongScheme(Protocol protocol) {
    return switch (protocol) {
      case LDAPS ->
          "is ldap://, but the protocol is ldaps (in properties, server.protocol); use the same"
              + " scheme for all servers";
      case START_TLS ->
          "asks for ldaps together with StartTLS; use LdapServer.ldaps" + IN_PROPERTIES;
      case CLEAR_TEXT -> "asks for ldaps; use LdapServer.ldaps" + IN_PROPERTIES;
      case LOOPBACK -> "is not ldap; use the same scheme for all servers";
    };
  }

  boolean isLoopback() {
    return isLoopback(host);
  }

  /** Compares the text only, as the addresses of a name may change. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || host.equals("::1");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.entry.ParsedSetting;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * The servers of a directory, with TLS and time limits. Immutable; every method returns a changed
 * copy. Building the configuration reports mistakes.
 *
 * <p>The servers must have the same data. ldapauth uses the first one that works, and leaves those
 * that fail alone for a while.
 *
 * <p>TLS must be version 1.2 or newer. The server's certificate must be trusted and name the host
 * as it is written here (RFC 9525). The common name counts only in certificates without subject
 * alternative names.
 */
public final class LdapServer {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String TRUST = "trust";

  private final ServerAddress.Protocol protocol;
  private final List<ServerAddress> addresses;
  private final TlsMaterial tls;
  private final ServerUse use;
  private final List<String> mistakes;

  private LdapServer(
      ServerAddress.Protocol protocol,
      List<ServerAddress> addresses,
      TlsMaterial tls,
      ServerUse use,
      List<String> mistakes) {
    this.protocol = protocol;
    this.addresses = addresses;
    this.tls = tls;
    this.use = use;
    this.mistakes = mistakes;
  }

  /**
   * Connects with TLS from the first byte. Each host is {@code name} or {@code name:port}; port
   * 636.
   */
  public static LdapServer ldaps(String... hosts) {
    return of("LdapServer.ldaps", ServerAddress.Protocol.LDAPS, hosts);
  }

  /** See {@link #ldaps(String...)}. */
  public static LdapServer ldaps(List<String> hosts) {
    return ldaps(hosts.toArray(String[]::new));
  }

  /**
   * Connects and starts TLS before anything else is sent (RFC 4511, section 4.14). Each host is
   * {@code name} or {@code name:port}; port 389.
   */
  public static LdapServer startTls(String... hosts) {
    return of("LdapServer.startTls", ServerAddress.Protocol.START_TLS, hosts);
  }

  /** See {@link #startTls(String...)}. */
  public static LdapServer startTls(List<String> hosts) {
    return startTls(hosts.toArray(String[]::new));
  }

  /**
   * Connects in clear text: anyone on the network path can read the passwords of all users. Each
   * host is {@code name} or {@code name:port}; port 389.
   */
  public static LdapServer insecure(String... hosts) {
    return of("LdapServer.insecure", ServerAddress.Protocol.CLEAR_TEXT, hosts);
  }

  /** See {@link #insecure(String...)}. */
  public static LdapServer insecure(List<String> hosts) {
    return insecure(hosts.toArray(String[]::new));
  }

  /**
   * Connects by URLs of the form {@code ldaps://host:port}, or {@code ldap://host:port} for a
   * loopback address. Clear text to any other host is a mistake: use {@link #ldaps} or {@link
   * #startTls}, or {@link #insecure} if you accept the risk.
   */
  public static LdapServer url(String... urls) {
    boolean ldaps = urls.length > 0 && ServerAddress.isLdaps(String.valueOf(urls[0]));
    ServerAddress.Protocol protocol =
        ldaps ? ServerAddress.Protocol.LDAPS : ServerAddress.Protocol.LOOPBACK;
    return of("LdapServer.url", protocol, urls);
  }

  /** See {@link #url(String...)}. */
  public static LdapServer url(List<String> urls) {
    return url(urls.toArray(String[]::new));
  }

  private static LdapServer of(String setting, ServerAddress.Protocol protocol, String... hosts) {
    if (String.join(" ", hosts).contains("@")) {
      // No host is shown: a comma in a password may have cut it into several hosts.
      return of(
          protocol,
          List.of(),
          List.of(setting + ": user and password do not belong here; use serviceAccount(...)"));
    }
    List<ServerAddress> addresses = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    if (hosts.length == 0) {
      mistakes.add(setting + ": names no host");
    }
    for (String host : hosts) {
      ParsedSetting<ServerAddress> parsed =
          ParsedSetting.parse(setting, host, text -> ServerAddress.parse(text, protocol));
      parsed.addMistakeTo(mistakes);
      if (parsed.value().isPresent()) {
        addresses.add(parsed.get());
      }
    }
    return of(protocol, List.copyOf(addresses), List.copyOf(mistakes));
  }

  private static LdapServer of(
      ServerAddress.Protocol protocol, List<ServerAddress> addresses, List<String> mistakes) {
    return new LdapServer(protocol, addresses, TlsMaterial.DEFAULT, ServerUse.DEFAULT, mistakes);
  }

  /**
   * Trusts these certificates only, from a file in PEM form. If the file changes, new connections
   * use the new certificates, after it has not changed for two seconds. If it can no longer be
   * read, the old ones stay. Default: those that Java trusts.
   */
  public LdapServer trustedCertificates(Path pemFile) {
    return tls(
        "LdapServer.trustedCertificates", TRUST, tls.hasTrust(), () -> tls.withTrust(pemFile));
  }

  /** Trusts the certificates of this key store only. Default: those that Java trusts. */
  public LdapServer trustedCertificates(KeyStore keyStore) {
    return tls(
        "LdapServer.trustedCertificates",
        TRUST,
        tls.hasTrust(),
        () -> tls.withTrust(TrustedCertificates.fromKeyStore(keyStore)));
  }

  /**
   * Sets the application's own TLS context, for trust and for the client certificate, if it has
   * one. ldapauth still checks host names and the TLS version. Default: the context of Java.
   */
  public LdapServer sslContext(SSLContext context) {
    return tls(
        "LdapServer.sslContext",
        TRUST,
        tls.hasTrust() || tls.hasKey(),
        () -> TlsMaterial.of(Objects.requireNonNull(context)));
  }

  /**
   * Presents a client certificate to the server. Both files are in PEM form: the certificate with
   * its chain, and the private key (PKCS #8, not encrypted). If they change, new connections use
   * the new ones, after both have not changed for two seconds and if they belong together. Use
   * {@link #sslContext} for other forms. Default: none.
   */
  public LdapServer clientCertificate(Path chain, Path privateKey) {
    return tls(
        "LdapServer.clientCertificate",
        "a client certificate",
        tls.hasKey(),
        () -> tls.withClientCertificate(chain, privateKey));
  }

  /**
   * Sets how long to wait for a connection to one address of a server, TLS included, and for DNS.
   * Default: 3 seconds.
   */
  public LdapServer connectTimeout(Duration timeout) {
    List<String> found = timeLimit("LdapServer.connectTimeout", timeout);
    return with(tls, use.withConnectTimeout(timeout), found);
  }

  /**
   * Sets how long to wait for the answer to one request, and for a free connection. Default: 5
   * seconds.
   */
  public LdapServer responseTimeout(Duration timeout) {
    List<String> found = timeLimit("LdapServer.responseTimeout", timeout);
    return with(tls, use.withResponseTimeout(timeout), found);
  }

  /**
   * Sets the maximum number of connections in use, for searches and again for checking passwords,
   * to all servers together. If all are in use, a sign-in waits for one, up to the response
   * time-out. Default: 16.
   */
  public LdapServer maxConnections(int connections) {
    List<String> found =
        connections < 1
            ? List.of("LdapServer.maxConnections " + connections + ": must be at least 1")
            : List.of();
    return with(tls, use.withMaxConnections(connections), found);
  }

  /**
   * Sets how long a server that failed is left alone: one that refuses connections, hangs, or
   * answers a search or a bind of the service account with busy (51), unavailable (52) or other
   * (80). Then one request tries it again. If all servers are left alone, they are tried
   * nevertheless. All pools and named servers of an authenticator share this. Default: 30 seconds.
   */
  public LdapServer coolDown(Duration duration) {
    List<String> found = timeLimit("LdapServer.coolDown", duration);
    return with(tls, use.withCoolDown(duration), found);
  }

  /**
   * Spreads sign-ins over all servers: each begins at the next one. The requests of one sign-in
   * still go to one server. Default: all begin at the first server that works.
   */
  public LdapServer roundRobin() {
    return with(tls, use.inTurn(), List.of());
  }

  /** Returns the mistakes in these settings, one line each; empty if there are none. */
  public List<String> mistakes() {
    return mistakes;
  }

  private LdapServer tls(String setting, String what, boolean isSet, TlsMaterial.Source source) {
    List<String> found = new ArrayList<>();
    if (!protocol.tls()) {
      found.add(setting + ": needs TLS; " + ServerAddress.USE_TLS);
    } else if (isSet) {
      found.add(setting + ": " + what + " is already configured");
    }
    TlsMaterial material = tls;
    try {
      material = source.read();
    } catch (CertificateException e) {
      found.add(setting + ": " + e.getMessage());
    } catch (Exception e) {
      found.add(setting + ": " + e);
    }
    return with(material, use, found);
  }

  private static List<String> timeLimit(String setting, Duration timeout) {
    return timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0
        ? List.of(setting + " " + timeout + ": must be between 1 millisecond and 1 hour")
        : List.of();
  }

  private LdapServer with(TlsMaterial material, ServerUse changed, List<String> found) {
    return new LdapServer(
        protocol,
        addresses,
        material,
        changed,
        Stream.concat(mistakes.stream(), found.stream()).toList());
  }

  /** Returns a server for each address, with the same settings. */
  List<LdapServer> perAddress() {
    return addresses.stream()
        .map(address -> new LdapServer(protocol, List.of(address), tls, use, mistakes))
        .toList();
  }

  /** Returns a hint to put before the text of an answer; see {@link TlsHint#beforeAnswer}. */
  String hintBeforeAnswer(LDAPException e) {
    return protocol.tls() ? "" : TlsHint.beforeAnswer(e);
  }

  /** Returns whether passwords are sent with TLS, or to loopback addresses only. */
  boolean protectsPasswords() {
    return protocol.tls() || addresses.stream().allMatch(ServerAddress::isLoopback);
  }

  ServerAddress.Protocol protocol() {
    return protocol;
  }

  List<ServerAddress> addresses() {
    return addresses;
  }

  TlsMaterial tls() {
    return tls;
  }

  Duration connectTimeout() {
    return use.connectTimeout();
  }

  Duration responseTimeout() {
    return use.responseTimeout();
  }

  boolean isRoundRobin() {
    return use.isRoundRobin();
  }

  Duration coolDown() {
    return use.coolDown();
  }

  int maxConnections() {
    return use.maxConnections();
  }

  /** Returns the servers as {@code host:port}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    for (ServerAddress address : addresses) {
      text.add(address.toString());
    }
    return text.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.ServerAddress.Protocol;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  private final ServerSource source;
  private final TlsSettings tls;
  private final ServerUse use;

  private LdapServer(ServerSource source, TlsSettings tls, ServerUse use) {
    this.source = source;
    this.tls = tls;
    this.use = use;
  }

  /**
   * Connects with TLS from the first byte. Each host is {@code name} or {@code name:port}; port
   * 636.
   */
  public static LdapServer ldaps(String... hosts) {
    return of(ServerSource.of("LdapServer.ldaps", Protocol.LDAPS, hosts));
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
    return of(ServerSource.of("LdapServer.startTls", Protocol.START_TLS, hosts));
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
    return of(ServerSource.of("LdapServer.insecure", Protocol.CLEAR_TEXT, hosts));
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
    Protocol protocol = ldaps ? Protocol.LDAPS : Protocol.LOOPBACK;
    return of(ServerSource.of("LdapServer.url", protocol, urls));
  }

  /** See {@link #url(String...)}. */
  public static LdapServer url(List<String> urls) {
    return url(urls.toArray(String[]::new));
  }

  /**
   * Looks the servers up in DNS, by the SRV records of {@code _ldap._tcp} in a domain (RFC 2782),
   * and connects as {@link #startTls} does. Priorities set the order. Weights set how often a
   * server comes first among those of its priority.
   *
   * <p>An answer of DNS can be forged. So only hosts in the domain, or in one of {@link
   * #targetsAlsoBelow}, are servers, and the certificate must name the host. That is safe if you
   * trust all hosts there whose certificates the trusted authorities sign.
   *
   * <p>DNS is asked again after 30 seconds. If that fails, the servers found before stay.
   */
  public static LdapServer srv(String domain) {
    return of(ServerSource.srv("LdapServer.srv", Protocol.START_TLS, domain, "_ldap._tcp"));
  }

  /** Does the same as {@link #srv} by {@code _ldaps._tcp}, with TLS from the first byte. */
  public static LdapServer ldapsSrv(String domain) {
    return of(ServerSource.srv("LdapServer.ldapsSrv", Protocol.LDAPS, domain, "_ldaps._tcp"));
  }

  /**
   * Does the same as {@link #srv} for the domain controllers of Active Directory, by {@code
   * _ldap._tcp.dc._msdcs}.
   */
  public static LdapServer activeDirectorySrv(String domain) {
    return of(ServerSource.activeDirectory(domain));
  }

  /**
   * Does the same as {@link #srv} for the domain controllers of one site of Active Directory, by
   * {@code _ldap._tcp.SITE._sites.dc._msdcs}. Those of other sites are not used.
   */
  public static LdapServer activeDirectorySrv(String domain, String site) {
    return of(ServerSource.activeDirectory(domain, site));
  }

  private static LdapServer of(ServerSource source) {
    return new LdapServer(source, TlsSettings.of(source.protocol()), ServerUse.DEFAULT);
  }

  /** Accepts hosts in another domain too, if DNS names them as servers; see {@link #srv}. */
  public LdapServer targetsAlsoBelow(String domain) {
    return with(source.targetsAlsoBelow(domain));
  }

  /**
   * Trusts these certificates only, from a file in PEM form. If the file changes, new connections
   * use the new certificates, after it has not changed for two seconds. If it can no longer be
   * read, the old ones stay. Default: those that Java trusts.
   */
  public LdapServer trustedCertificates(Path pemFile) {
    return with(tls.trustedCertificates(pemFile));
  }

  /** Trusts the certificates of this key store only. Default: those that Java trusts. */
  public LdapServer trustedCertificates(KeyStore keyStore) {
    return with(tls.trustedCertificates(keyStore));
  }

  /**
   * Sets the application's own TLS context, for trust and for the client certificate, if it has
   * one. ldapauth still checks host names and the TLS version. Default: the context of Java.
   */
  public LdapServer sslContext(SSLContext context) {
    return with(tls.sslContext(context));
  }

  /**
   * Presents a client certificate to the server. Both files are in PEM form: the certificate with
   * its chain, and the private key (PKCS #8, not encrypted). If they change, new connections use
   * the new ones, after both have not changed for two seconds and if they belong together. Use
   * {@link #sslContext} for other forms. Default: none.
   */
  public LdapServer clientCertificate(Path chain, Path privateKey) {
    return with(tls.clientCertificate(chain, privateKey));
  }

  /**
   * Sets how long to wait for a connection to one address of a server, TLS included, and for DNS:
   * from 1 millisecond to 1 hour. Default: 3 seconds.
   */
  public LdapServer connectTimeout(Duration timeout) {
    return with(use.withConnectTimeout(timeout));
  }

  /**
   * Sets how long to wait for the whole answer to one request, and for a free connection: from 1
   * millisecond to 1 hour. Default: 5 seconds.
   */
  public LdapServer responseTimeout(Duration timeout) {
    return with(use.withResponseTimeout(timeout));
  }

  /**
   * Sets the maximum number of connections in use, for searches and again for checking passwords,
   * to all servers together: at least 1. If all are in use, a sign-in waits for one, up to the
   * response time-out. Default: 16.
   */
  public LdapServer maxConnections(int connections) {
    return with(use.withMaxConnections(connections));
  }

  /**
   * Sets how long a server that failed is left alone: one that refuses connections, hangs, or
   * answers a search or a bind of the service account with busy (51), unavailable (52) or other
   * (80). Then one request tries it again. If all servers are left alone, they are tried
   * nevertheless. All pools and named servers of an authenticator share this. Default: 30 seconds.
   */
  public LdapServer coolDown(Duration duration) {
    return with(use.withCoolDown(duration));
  }

  /**
   * Spreads sign-ins over all servers: each begins at the next one. The requests of one sign-in
   * still go to one server. Default: all begin at the first server that works.
   */
  public LdapServer roundRobin() {
    return with(use.inTurn());
  }

  /**
   * Follows references of searches to these hosts, each {@code name} or {@code name:port}, with TLS
   * and as the service account. Without a port, 389 with StartTLS and 636. Up to three hops; other
   * references stay unfollowed, and a rejection names them. Passwords of users are sent to the
   * configured servers only. Trust these hosts as you trust those servers. Default: none.
   */
  public LdapServer followReferrals(String... hosts) {
    return with(use.withReferrals(ReferralHosts.parse(source.protocol(), hosts)));
  }

  /** Returns the mistakes in these settings, one line each; empty if there are none. */
  public List<String> mistakes() {
    Set<String> mistakes = new LinkedHashSet<>(source.mistakes());
    mistakes.addAll(tls.mistakes());
    mistakes.addAll(use.mistakes());
    return List.copyOf(mistakes);
  }

  private LdapServer with(ServerSource changed) {
    return new LdapServer(changed, tls, use);
  }

  private LdapServer with(TlsSettings changed) {
    return new LdapServer(source, changed, use);
  }

  private LdapServer with(ServerUse changed) {
    return new LdapServer(source, tls, changed);
  }

  /** Returns one of the servers, with the same settings. */
  LdapServer only(ServerAddress address) {
    return with(source.only(address));
  }

  /** Returns a server to which another one refers, with the same settings. */
  LdapServer referred(Protocol protocol, ServerAddress address) {
    return with(new ServerSource(protocol, List.of(address), null, List.of()));
  }

  /** Returns the same, with DNS servers other than those of the machine. */
  LdapServer askingDns(String url) {
    return with(source.askingDns(url));
  }

  ServerSource source() {
    return source;
  }

  TlsMaterial tls() {
    return tls.material();
  }

  ServerUse use() {
    return use;
  }

  /** Returns the servers as {@code host:port}, or the name of their SRV records. */
  @Override
  public String toString() {
    return source.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs OpenLDAP's slapd in a temporary folder, on free ports of the loopback interface, with
 * StartTLS, ldaps and the memberof overlay. Its bases are the first entry of the LDIF it is given,
 * and each other without a parent there. A client certificate of {@code cn=NAME,o=machines} is the
 * entry {@code uid=NAME,ou=people,BASE}; any other is the entry of its subject.
 */
public final class Slapd implements RealServer {

  static final Path PROGRAM = Path.of("/usr/sbin/slapd");
  static final String USERS_READ =
      "access to attrs=userPassword by * auth\naccess to * by users read by * auth";
  private static final String EVERYBODY_READS = "access to * by * read";
  private static final String PASSWORDS_ARE_CHANGED =
      "access to attrs=userPassword by self write by * auth\naccess to * by * read";

  /** Lets the administrator set what otherwise the server alone sets. */
  private static final Control RELAX_RULES = new Control("1.3.6.1.4.1.4203.666.5.12", true);

  private final TestCertificates certificates;
  private final String base;
  private final String rootPassword = UUID.randomUUID().toString();
  private final Path folder;
  private final int port = Scratch.freePort();
  private final int ldapsPort = Scratch.freePort();
  private ServerProcess process;
  private final SlapdLog log;

  private Slapd(TestCertificates certificates, String ldif, String access, String... overlays)
      throws IOException {
    this.certificates = certificates;
    List<Entry> entries = Ldif.read(ldif);
    base = entries.get(0).getDN();
    List<String> bases = bases(entries);
    folder = Files.createTempDirectory("ldapauth-slapd");
    SlapdConfiguration configuration = new SlapdConfiguration(folder, bases, administratorDn());
    for (String each : bases) {
      Files.createDirectory(configuration.dataFolder(each));
    }
    Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());
    Files.writeString(folder.resolve("server.pem"), certificates.serverPem());
    Files.writeString(folder.resolve("server.key"), certificates.serverKeyPem());
    Files.writeString(
        folder.resolve("slapd.conf"), configuration.text(rootPassword, access, overlays));
    process = launch();
    log = new SlapdLog(process.log());
    try (LDAPConnection connection = connect()) {
      // Added to the running server, so that its overlays see them.
      for (Entry entry : entries) {
        connection.add(new AddRequest(entry, new Control[] {RELAX_RULES}));
      }
    } catch (LDAPException e) {
      process.close();
      throw new IOException("slapd does not take the LDIF", e);
    }
  }

  private ServerProcess launch() throws IOException {
    String urls = "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + ldapsPort;
    return ServerProcess.start(
        folder, List.of(PROGRAM.toString(), "-d", "256", "-f", path("slapd.conf"), "-h", urls));
  }

  /** Skips the calling test, saying why, where slapd is not installed. */
  public static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(PROGRAM), "slapd is not installed (Debian package slapd): test skipped");
  }

  /** Starts a server that holds this LDIF. Only those who bound may read. */
  public static Slapd start(TestCertificates certificates, String ldif) {
    return start(certificates, ldif, USERS_READ);
  }

  /** Starts a server that holds this LDIF. Everybody may read everything, passwords included. */
  public static Slapd startReadable(TestCertificates certificates, String ldif) {
    return start(certificates, ldif, EVERYBODY_READS);
  }

  /**
   * Starts a server that holds this LDIF.
   *
   * @param access who may read what, as in slapd.access(5)
   */
  public static Slapd startWithAccess(TestCertificates certificates, String ldif, String access) {
    return start(certificates, ldif, access);
  }

  /**
   * Starts a server that holds this LDIF. Only those who bound may read.
   *
   * @param settings of TLS, as in slapd.conf(5)
   */
  public static Slapd startWithTls(TestCertificates certificates, String ldif, String... settings) {
    // Settings of the whole server count wherever they stand.
    return start(certificates, ldif, String.join("\n", settings) + "\n" + USERS_READ);
  }

  /**
   * Starts a server that holds this LDIF, operational attributes included, with the overlays refint
   * and ppolicy. Everybody may read everything but passwords, and people may change their own.
   *
   * @param policy the DN of the password policy in the LDIF
   * @param lines more lines about each base, as in slapd.conf(5)
   */
  public static Slapd startWithPolicy(
      TestCertificates certificates, String ldif, String policy, String... lines) {
    Stream<String> overlays =
        Stream.of(
            "overlay refint",
            "refint_attributes member uniqueMember",
            "overlay ppolicy",
            "ppolicy_default \"" + policy + "\"",
            "ppolicy_use_lockout");
    return start(
        certificates,
        ldif,
        PASSWORDS_ARE_CHANGED,
        Stream.concat(Stream.of(lines), overlays).toArray(String[]::new));
  }

  /**
   * Starts a server that holds this LDIF and makes dynamic groups of groupOfURLs, by
   * slapo-dynlist(5). Only those who bound may read.
   */
  public static Slapd startWithDynamicGroups(TestCertificates certificates, String ldif) {
    return start(
        certificates,
        ldif,
        USERS_READ,
        "overlay dynlist",
        "dynlist-attrset groupOfURLs memberURL member");
  }

  /** Starts a server with dynamic groups that memberOf of their members shows too. */
  public static Slapd startWithDynamicMemberOf(TestCertificates certificates, String ldif) {
    return start(
        certificates,
        ldif,
        USERS_READ,
        "overlay dynlist",
        "dynlist-attrset groupOfURLs memberURL member+memberOf@groupOfNames");
  }

  /**
   * Starts a server with a policy, as {@link #startWithPolicy} does, that tells no one of locks.
   */
  public static Slapd startWithHiddenLocks(
      TestCertificates certificates, String ldif, String policy) {
    return start(
        certificates,
        ldif,
        PASSWORDS_ARE_CHANGED,
        "overlay ppolicy",
        "ppolicy_default \"" + policy + "\"");
  }

  private static Slapd start(
      TestCertificates certificates, String ldif, String access, String... overlays) {
    assumeInstalled();
    try {
      return new Slapd(certificates, ldif, access, overlays);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> bases(List<Entry> entries) {
    List<String> bases = new ArrayList<>();
    for (Entry entry : entries) {
      if (bases.stream().noneMatch(each -> isBelow(entry, each))) {
        bases.add(entry.getDN());
      }
    }
    return bases;
  }

  private static boolean isBelow(Entry entry, String dn) {
    try {
      return entry.getParsedDN().isDescendantOf(dn, false);
    } catch (LDAPException e) {
      throw new IllegalArgumentException(entry.getDN(), e);
    }
  }

  @Override
  public String administratorDn() {
    return "cn=root," + base;
  }

  @Override
  public String administratorPassword() {
    return rootPassword;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public LDAPConnection connect() throws IOException, LDAPException {
    LDAPConnection connection = process.connect(() -> new LDAPConnection("127.0.0.1", port));
    connection.bind(administratorDn(), rootPassword);
    return connection;
  }

  @Override
  public String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    return "127.0.0.1:" + ldapsPort;
  }

  /** Returns the DN of the first entry. */
  String base() {
    return base;
  }

  /** Returns the folder of the configuration and the certificates. */
  Path folder() {
    return folder;
  }

  /** Returns the certificate authority as a PEM file. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** Returns the certificates. */
  public TestCertificates certificates() {
    return certificates;
  }

  /**
   * Waits until the servers heed the locks that they have set. A slapd ignores a lock of the
   * future. It dates a lock by the exact clock, but judges it by time(2), which some systems
   * advance only every few milliseconds. Thus it ignores a lock set at the beginning of a second
   * for that long.
   */
  public static void awaitLocks() {
    long now = System.currentTimeMillis();
    long nextSecond = (now / 1000 + 1) * 1000;
    try {
      while (now < nextSecond) {
        TimeUnit.MILLISECONDS.sleep(nextSecond - now);
        now = System.currentTimeMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the server where it stands: connections stay open, and nothing is answered. */
  public void pause() {
    process.pause();
  }

  /** Lets a paused server go on. */
  public void resume() {
    process.resume();
  }

  /** Ends the server at once, as a crash does. Its entries stay. */
  public void kill() {
    process.kill();
  }

  /** Ends the server, if it runs, and starts it again on the same ports with its entries. */
  public void restart() {
    process.stop();
    try {
      process = launch();
      process.connect(() -> new LDAPConnection("127.0.0.1", port)).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many bind requests the server saw with this DN. */
  public long binds(String dn) {
    return log.binds(dn);
  }

  /** Returns how many bind requests the server saw with each DN, as its log writes it. */
  public Map<String, Long> binds() {
    return log.binds();
  }

  /**
   * Returns what was asked on each connection so far, in the words of the log: {@code BIND}, {@code
   * SRCH} for a search, {@code EXT} for an extended operation.
   */
  public List<List<String>> requests() {
    return log.requests();
  }

  @Override
  public void close() {
    process.close();
  }
}

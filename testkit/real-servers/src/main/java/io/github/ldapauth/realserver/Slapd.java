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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * OpenLDAP's slapd in a temporary folder, on free ports of the loopback interface, with StartTLS,
 * ldaps and the overlay memberof. Its bases are the entries of the LDIF that have no parent there.
 * A client certificate of {@code cn=NAME,o=machines} is the entry {@code uid=NAME,ou=people,BASE},
 * with the first base; any other is the entry of its subject.
 */
public final class Slapd implements RealServer {

  static final String USERS_READ =
      "access to attrs=userPassword by * auth\naccess to * by users read by * auth";
  private static final String ALL_READ = "access to * by * read";
  private static final String USERS_CHANGE_PASSWORDS =
      "access to attrs=userPassword by self write by * auth\naccess to * by * read";

  /** Lets the administrator set what otherwise the server alone sets. */
  private static final Control RELAX_RULES = new Control("1.3.6.1.4.1.4203.666.5.12", true);

  private final TestCertificates certificates;
  private final String base;
  private final String rootPassword = UUID.randomUUID().toString();
  private final Path folder;
  private final SlapdProcess process;

  private Slapd(TestCertificates certificates, String ldif, String access, String... lines)
      throws IOException {
    this.certificates = certificates;
    List<Entry> entries = Ldif.read(ldif);
    List<String> bases = Ldif.roots(entries);
    base = bases.get(0);
    folder = Files.createTempDirectory("ldapauth-slapd");
    SlapdConfiguration configuration = new SlapdConfiguration(folder, bases, administratorDn());
    for (String each : bases) {
      Files.createDirectory(configuration.dataFolder(each));
    }
    Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());
    Files.writeString(folder.resolve("server.pem"), certificates.serverPem());
    Files.writeString(folder.resolve("server.key"), certificates.serverKeyPem());
    Files.writeString(
        folder.resolve("slapd.conf"), configuration.text(rootPassword, access, lines));
    process = new SlapdProcess(folder, SlapdProcess.LOG_REQUESTS);
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

  /** Skips the calling test, with a message, if slapd is not installed. */
  public static void assumeInstalled() {
    assumeTrue(
        SlapdProcess.isInstalled(), "slapd is not installed (Debian package slapd): test skipped");
  }

  /** Starts a server that holds this LDIF. Only clients that bound may read. */
  public static Slapd start(TestCertificates certificates, String ldif) {
    return start(certificates, ldif, USERS_READ);
  }

  /** Starts a server that holds this LDIF. All clients may read all of it, passwords included. */
  public static Slapd startReadable(TestCertificates certificates, String ldif) {
    return start(certificates, ldif, ALL_READ);
  }

  /**
   * Starts a server that holds this LDIF.
   *
   * @param access the access rules, as in slapd.access(5)
   * @param lines more lines about each base, such as those of an overlay, or about the whole
   *     server, as in slapd.conf(5)
   */
  public static Slapd startWithAccess(
      TestCertificates certificates, String ldif, String access, String... lines) {
    return start(certificates, ldif, access, lines);
  }

  /**
   * Starts a server that holds this LDIF. Only clients that bound may read.
   *
   * @param lines more lines, as for {@link #startWithAccess}
   */
  public static Slapd startWith(TestCertificates certificates, String ldif, String... lines) {
    return start(certificates, ldif, USERS_READ, lines);
  }

  /**
   * Starts a server that holds this LDIF, operational attributes included, with the overlays refint
   * and ppolicy. All clients may read all but passwords, and users may change their own.
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
        USERS_CHANGE_PASSWORDS,
        Stream.concat(Stream.of(lines), overlays).toArray(String[]::new));
  }

  private static Slapd start(
      TestCertificates certificates, String ldif, String access, String... lines) {
    assumeInstalled();
    try {
      return new Slapd(certificates, ldif, access, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  @Override
  public LDAPConnection connect() throws IOException, LDAPException {
    LDAPConnection connection = process.connect();
    connection.bind(administratorDn(), rootPassword);
    return connection;
  }

  @Override
  public String hostAndPort() {
    return process.hostAndPort();
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    return process.ldapsHostAndPort();
  }

  /** Returns the first base. */
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
   * Waits until servers heed the locks that they have set. A slapd dates a lock by the exact clock,
   * but judges it by time(2), which some systems advance only every few milliseconds. Until then it
   * ignores a lock set at the beginning of a second, as one of the future.
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

  /** Pauses the server: connections stay open, and no request is answered. */
  public void pause() {
    process.pause();
  }

  /** Resumes a paused server. */
  public void resume() {
    process.resume();
  }

  /** Ends the server at once, as a crash does. Its entries stay. */
  public void kill() {
    process.kill();
  }

  /** Ends the server, if it runs, and starts it again on the same ports with its entries. */
  public void restart() {
    process.restart();
  }

  /** Returns how many bind requests the server saw with this DN. */
  public long binds(String dn) {
    return process.log().binds(dn);
  }

  /** Returns how many bind requests the server saw with each DN, as its log writes it. */
  public Map<String, Long> binds() {
    return process.log().binds();
  }

  /**
   * Returns what was asked on each connection so far, in the words of the log: {@code BIND}, {@code
   * SRCH} for a search, {@code EXT} for an extended operation.
   */
  public List<List<String>> requests() {
    return process.log().requests();
  }

  @Override
  public void close() {
    process.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs OpenLDAP's slapd in a temporary folder, on free ports of the loopback interface, with the
 * base dc=example,dc=com, StartTLS, ldaps and the memberof overlay. Only those who bound may read.
 */
public final class Slapd implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
  private static final Path MODULES = Path.of("/usr/lib/ldap");
  private static final Path SCHEMAS = Path.of("/etc/ldap/schema");
  private static final String ROOT = "cn=root,dc=example,dc=com";
  private static final int START_ATTEMPTS = 200;
  private static final int MILLIS_BETWEEN_ATTEMPTS = 50;

  private final TestCertificates certificates;
  private final String rootPassword = UUID.randomUUID().toString();
  private final Path folder;
  private final int port = freePort();
  private final int ldapsPort = freePort();
  private final Process process;

  private Slapd(TestCertificates certificates, String ldif) throws IOException {
    this.certificates = certificates;
    folder = Files.createTempDirectory("ldapauth-slapd");
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());
    Files.writeString(folder.resolve("server.pem"), certificates.serverPem());
    Files.writeString(folder.resolve("server.key"), certificates.serverKeyPem());
    Files.writeString(folder.resolve("slapd.conf"), configuration());
    String urls = "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + ldapsPort;
    process =
        new ProcessBuilder(PROGRAM.toString(), "-d", "256", "-f", path("slapd.conf"), "-h", urls)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    try (LDAPConnection connection = connect()) {
      connection.bind(ROOT, rootPassword);
      load(connection, ldif);
    } catch (LDAPException | LDIFException e) {
      process.destroy();
      throw new IOException("slapd does not take the LDIF", e);
    }
  }

  /** Adds the entries to the running server, so that its overlays see them. */
  private static void load(LDAPConnection connection, String ldif)
      throws IOException, LDAPException, LDIFException {
    byte[] bytes = ldif.getBytes(StandardCharsets.UTF_8);
    for (Entry entry : LDIFReader.readEntries(new ByteArrayInputStream(bytes))) {
      connection.add(entry);
    }
  }

  /** Skips the calling test, saying why, where slapd is not installed. */
  public static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(PROGRAM), "slapd is not installed (Debian package slapd): test skipped");
  }

  /** Starts a server that holds this LDIF. */
  public static Slapd start(TestCertificates certificates, String ldif) {
    assumeInstalled();
    try {
      return new Slapd(certificates, ldif);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration() {
    return String.join(
        "\n",
        "include " + SCHEMAS.resolve("core.schema"),
        "include " + SCHEMAS.resolve("cosine.schema"),
        "include " + SCHEMAS.resolve("nis.schema"),
        "include " + SCHEMAS.resolve("inetorgperson.schema"),
        "modulepath " + MODULES,
        "moduleload back_mdb",
        "moduleload memberof",
        "pidfile " + path("slapd.pid"),
        "TLSCACertificateFile " + path("ca.pem"),
        "TLSCertificateFile " + path("server.pem"),
        "TLSCertificateKeyFile " + path("server.key"),
        "database mdb",
        "suffix dc=example,dc=com",
        "directory " + path("data"),
        "rootdn " + ROOT,
        "rootpw " + rootPassword,
        "overlay memberof",
        "access to attrs=userPassword by * auth",
        "access to * by users read by * auth",
        "");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Path log() {
    return folder.resolve("slapd.log");
  }

  /** Asks again and again, as slapd does not say when it listens. */
  private LDAPConnection connect() throws IOException {
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      try {
        return new LDAPConnection("127.0.0.1", port);
      } catch (LDAPException notYet) {
        try {
          if (process.waitFor(MILLIS_BETWEEN_ATTEMPTS, TimeUnit.MILLISECONDS)) {
            throw new IOException("slapd ended: " + Files.readString(log()));
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }
    }
    throw new IOException("slapd does not answer: " + Files.readString(log()));
  }

  /** Returns {@code 127.0.0.1:port} for clear text and StartTLS. */
  public String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    return "127.0.0.1:" + ldapsPort;
  }

  /** Returns the certificate authority as a PEM file. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** Returns the certificates. */
  public TestCertificates certificates() {
    return certificates;
  }

  /** Returns how many bind requests the server saw with this DN. */
  public long binds(String dn) {
    try (Stream<String> lines = Files.lines(log())) {
      Pattern bind = Pattern.compile("BIND dn=\"" + Pattern.quote(dn) + "\" method=");
      return lines.filter(line -> bind.matcher(line).find()).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process and deletes the folder. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

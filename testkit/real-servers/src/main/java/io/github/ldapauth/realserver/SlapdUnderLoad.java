// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A slapd for measurements, on free ports of the loopback interface. It is filled before it starts,
 * has indexes of {@code uid} and {@code member}, the overlay ppolicy without a policy, logs
 * nothing, limits no answer, and counts its requests. Only users that bound may read.
 */
public final class SlapdUnderLoad implements AutoCloseable {

  private static final Path FILLER = Path.of("/usr/sbin/slapadd");

  private final SlapdProcess process;
  private final LDAPConnection monitor;
  private long ownRequests;

  private SlapdUnderLoad(TestCertificates certificates, String base, String ldif)
      throws IOException {
    Path folder = Files.createTempDirectory("ldapauth-slapd-load");
    String password = UUID.randomUUID().toString();
    String administrator = "cn=root," + base;
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("server.pem"), certificates.serverPem());
    Files.writeString(folder.resolve("server.key"), certificates.serverKeyPem());
    Path entries = Files.writeString(folder.resolve("entries.ldif"), ldif);
    String configuration =
        Files.writeString(
                folder.resolve("slapd.conf"), configuration(folder, base, administrator, password))
            .toString();
    ServerProcess.run(
        folder, List.of(FILLER.toString(), "-q", "-f", configuration, "-l", entries.toString()));
    process = new SlapdProcess(folder, SlapdProcess.LOG_NOTHING);
    monitor = process.connect();
    try {
      monitor.bind(administrator, password);
      ownRequests = 1;
    } catch (LDAPException e) {
      close();
      throw new IOException(e);
    }
  }

  private static String configuration(
      Path folder, String base, String administrator, String password) {
    return String.join(
        "\n",
        SlapdConfiguration.schemas(),
        "moduleload back_mdb",
        "moduleload ppolicy",
        "pidfile " + folder.resolve("slapd.pid"),
        "TLSCertificateFile " + folder.resolve("server.pem"),
        "TLSCertificateKeyFile " + folder.resolve("server.key"),
        "loglevel 0", // otherwise each request is sent to syslog, even if none listens
        "sizelimit unlimited",
        "database mdb",
        "suffix \"" + base + "\"",
        "directory " + folder.resolve("data"),
        "maxsize 4294967296",
        "dbnosync",
        "index objectClass,uid,member eq",
        "rootdn \"" + administrator + "\"",
        "rootpw " + password,
        "overlay ppolicy",
        Slapd.USERS_READ,
        "database monitor",
        "rootdn \"" + administrator + "\"",
        "");
  }

  /**
   * Starts a server that holds this LDIF.
   *
   * @param base the DN of the first entry
   */
  public static SlapdUnderLoad start(TestCertificates certificates, String base, String ldif) {
    try {
      return new SlapdUnderLoad(certificates, base, ldif);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether slapd is installed. */
  public static boolean isInstalled() {
    return SlapdProcess.isInstalled() && Files.isExecutable(FILLER);
  }

  /** Returns the port for clear text, on 127.0.0.1. */
  public int port() {
    return process.port();
  }

  /** Returns the port for ldaps, on 127.0.0.1. */
  public int ldapsPort() {
    return process.ldapsPort();
  }

  /** Returns how many binds, searches and other requests clients have made so far. */
  public synchronized long requests() {
    try {
      ownRequests++;
      long requests = -ownRequests;
      for (SearchResultEntry operation :
          monitor
              .search(
                  "cn=Operations,cn=Monitor",
                  SearchScope.ONE,
                  "(&(objectClass=*)(!(cn=Unbind))(!(cn=Abandon)))",
                  "monitorOpInitiated")
              .getSearchEntries()) {
        requests += operation.getAttributeValueAsLong("monitorOpInitiated");
      }
      return requests;
    } catch (LDAPException e) {
      throw new IllegalStateException("slapd does not count", e);
    }
  }

  /** Ends the process and deletes the folder. */
  @Override
  public void close() {
    monitor.close();
    process.close();
  }
}

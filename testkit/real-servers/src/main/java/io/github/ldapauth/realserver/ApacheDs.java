// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFWriter;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;

/**
 * ApacheDS in a JVM of its own, in a temporary folder, on free ports of the loopback interface,
 * with StartTLS and ldaps. Its base is {@code dc=example,dc=com}, which it always has. All clients
 * may read everything. It takes some seconds to start.
 */
public final class ApacheDs implements RealServer {

  private static final Path PROGRAM = MavenServers.file("apacheds-service.jar");
  private static final String ADMINISTRATOR = "uid=admin,ou=system";
  private static final String PASSWORD = "secret";

  private final Path folder;
  private final int port = Scratch.freePort();
  private final int ldapsPort = Scratch.freePort();
  private final ServerProcess process;

  private ApacheDs(TestCertificates certificates, List<Entry> entries, Map<String, String> settings)
      throws IOException {
    folder = Files.createTempDirectory("ldapauth-apacheds");
    Files.createDirectory(folder.resolve("conf"));
    Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());
    KeyStoreFile.write(folder.resolve("server.p12"), certificates);
    configure(settings);
    List<String> command = MavenServers.java("-jar", PROGRAM.toString(), folder.toString());
    process = ServerProcess.start(folder, command);
    try (LDAPConnection connection = process.connect(this::connect)) {
      connection.modify(
          "cn=nis,ou=schema", new Modification(ModificationType.REPLACE, "m-disabled", "FALSE"));
      for (Entry entry : entries.subList(1, entries.size())) {
        connection.add(entry);
      }
    } catch (LDAPException e) {
      process.close();
      throw new IOException("ApacheDS does not take the LDIF", e);
    }
  }

  /** Skips the calling test, with a message, if the build did not fetch ApacheDS. */
  public static void assumeInstalled() {
    MavenServers.assumeFetched("ApacheDS", PROGRAM);
  }

  /**
   * Starts a server that holds this LDIF, whose first entry is the base.
   *
   * @param settings attributes of the configuration, such as {@code ads-pwdMaxFailure}
   */
  public static ApacheDs start(
      TestCertificates certificates, String ldif, Map<String, String> settings) {
    assumeInstalled();
    try {
      return new ApacheDs(certificates, Ldif.read(ldif), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void configure(Map<String, String> settings) throws IOException {
    try (LDIFWriter writer = new LDIFWriter(folder.resolve("conf/config.ldif").toString())) {
      for (Entry entry : Ldif.read(ownConfiguration())) {
        if (entry.hasAttribute("ads-transportAddress")) {
          entry.setAttribute("ads-transportAddress", "127.0.0.1");
        }
        settings.forEach(
            (attribute, value) -> {
              if (entry.hasAttribute(attribute)) {
                entry.setAttribute(attribute, value);
              }
            });
        String rdn = entry.getDN().substring(0, entry.getDN().indexOf(',') + 1);
        switch (rdn.toLowerCase(Locale.ROOT)) {
          case "ads-transportid=ldap," -> entry.setAttribute("ads-systemPort", "" + port);
          case "ads-transportid=ldaps," -> entry.setAttribute("ads-systemPort", "" + ldapsPort);
          case "ads-serverid=ldapserver," -> {
            entry.setAttribute("ads-keystoreFile", folder.resolve("server.p12").toString());
            entry.setAttribute("ads-certificatePassword", KeyStoreFile.PASSWORD);
          }
          default -> {}
        }
        writer.writeEntry(entry);
      }
    }
  }

  private static String ownConfiguration() throws IOException {
    try (ZipFile jar = new ZipFile(PROGRAM.toFile())) {
      byte[] ldif =
          jar.getInputStream(Objects.requireNonNull(jar.getEntry("config.ldif"))).readAllBytes();
      // A line ends with a space, which RFC 2849 does not allow.
      return new String(ldif, StandardCharsets.UTF_8).replaceAll("(?m) +$", "");
    }
  }

  @Override
  public LDAPConnection connect() throws LDAPException {
    return new LDAPConnection("127.0.0.1", port, ADMINISTRATOR, PASSWORD);
  }

  @Override
  public String administratorDn() {
    return ADMINISTRATOR;
  }

  @Override
  public String administratorPassword() {
    return PASSWORD;
  }

  @Override
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

  @Override
  public void close() {
    process.close();
  }
}

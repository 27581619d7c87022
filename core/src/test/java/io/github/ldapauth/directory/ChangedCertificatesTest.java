// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while the application runs, with a real OpenLDAP. */
class ChangedCertificatesTest {

  private static final TestCertificates OURS = TestCertificates.forHosts("localhost", "127.0.0.1");
  private static final TestCertificates FOREIGN =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private static Slapd slapd;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    slapd = Slapd.start(OURS, Directories.slapdLdif());
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  private Path trusting(TestCertificates certificates) {
    return aged(certificates.writeAuthorityPem(folder.resolve("ca.pem")));
  }

  /** Makes a file look quiet. */
  private static Path aged(Path file) {
    try {
      return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LdapAuthConfig config(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid())
        .serviceAccount(SERVICE, "service secret")
        .build();
  }

  /** Signs in on new connections. */
  private static void signsIn(LdapAuthConfig config) {
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  private static void refusesTheServer(LdapAuthConfig config) {
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
    }
  }

  @Test
  void newConnectionsUseTheNewTrust() {
    Path authority = trusting(FOREIGN);
    LdapAuthConfig config =
        config(LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(authority));
    refusesTheServer(config);

    trusting(OURS);
    signsIn(config);
  }

  /** Java checks no certificate when it resumes a TLS session. */
  @Test
  void trustThatWasTakenAwayIsNotResumed() {
    Path authority = trusting(OURS);
    LdapAuthConfig config =
        config(LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(authority));
    signsIn(config);

    trusting(FOREIGN);
    refusesTheServer(config);
  }

  @Test
  void halfWrittenFileKeepsTheOldTrust() throws IOException {
    Path authority = trusting(OURS);
    LdapAuthConfig config =
        config(LdapServer.startTls(slapd.hostAndPort()).trustedCertificates(authority));

    String whole = Files.readString(authority);
    aged(Files.writeString(authority, whole.substring(0, whole.length() / 2)));
    signsIn(config);
    Files.delete(authority);
    signsIn(config);
  }

  @Test
  void newConnectionsUseTheNewClientCertificateOnceItHasItsKey() throws Exception {
    Path certificate = folder.resolve("client.pem");
    Path key = folder.resolve("client.key");
    write(OURS, certificate, key);
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.ldaps(slapd.ldapsHostAndPort())
                    .trustedCertificates(slapd.authority())
                    .clientCertificate(certificate, key),
                Directories.byUid())
            .serviceAccountByCertificate()
            .build();
    signsIn(config);

    writeAnotherKey(key);
    signsIn(config);

    write(FOREIGN, certificate, key);
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void keyOfAnotherCertificateIsAMistake() throws Exception {
    Path certificate = folder.resolve("client.pem");
    Path key = folder.resolve("client.key");
    write(OURS, certificate, key);
    writeAnotherKey(key);

    assertThat(
            mistakesOf(
                () ->
                    config(
                        LdapServer.ldaps(slapd.ldapsHostAndPort())
                            .clientCertificate(certificate, key))))
        .containsExactly(
            "LdapServer.clientCertificate: "
                + key
                + " is not the key of the first certificate in "
                + certificate);
  }

  private static void writeAnotherKey(Path file) throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    aged(
        Files.writeString(
            file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n"));
  }

  private static void write(TestCertificates certificates, Path certificate, Path key) {
    certificates.writeClientPem(SERVICE, certificate, key);
    aged(certificate);
    aged(key);
  }
}

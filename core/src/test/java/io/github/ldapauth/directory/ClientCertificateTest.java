// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A service account that is a TLS client certificate, on a real OpenLDAP. */
class ClientCertificateTest {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");
  private static final String MAPPED = "cn=svc,o=machines";

  private static Slapd slapd;

  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void start() {
    slapd = Slapd.start(CERTIFICATES, Directories.slapdLdif());
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  @BeforeEach
  void issue() {
    certificate = folder.resolve("client.pem");
    key = folder.resolve("client.key");
    CERTIFICATES.writeClientPem(SERVICE, certificate, key);
  }

  private static LdapServer ldaps() {
    return LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(slapd.authority());
  }

  private static LdapServer startTls() {
    return LdapServer.startTls(slapd.hostAndPort()).trustedCertificates(slapd.authority());
  }

  private static LdapAuthConfigBuilder config(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid()).serviceAccountByCertificate();
  }

  static Stream<Arguments> subjects() {
    return Stream.of(
        Arguments.of(ldaps(), SERVICE),
        Arguments.of(ldaps(), MAPPED),
        Arguments.of(startTls(), SERVICE),
        Arguments.of(startTls(), MAPPED));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void usersSignInThroughTheAccountOfTheCertificate(LdapServer server, String subject) {
    CERTIFICATES.writeClientPem(subject, certificate, key);
    var config = config(server.clientCertificate(certificate, key)).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void propertiesNameTheCertificate() {
    Map<String, String> settings =
        Map.of(
            "server.hosts", slapd.ldapsHostAndPort(),
            "server.trusted-certificates", slapd.authority().toString(),
            "server.client-certificate", certificate.toString(),
            "server.client-key", key.toString(),
            "service-account.by-certificate", "true",
            "user-search.base", PEOPLE,
            "user-search.filter", "(uid={username})");
    try (var authenticator =
        LdapAuthenticator.create(LdapAuthProperties.read(settings, "").build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void passwordBesideTheCertificateIsAMistake() {
    Map<String, String> settings =
        Map.of(
            "server.hosts",
            slapd.ldapsHostAndPort(),
            "server.client-certificate",
            certificate.toString(),
            "server.client-key",
            key.toString(),
            "service-account.by-certificate",
            "true",
            "service-account.password",
            "secret",
            "user-search.base",
            PEOPLE,
            "user-search.filter",
            "(uid={username})");
    assertThat(mistakesOf(LdapAuthProperties.read(settings, "")::build))
        .containsExactly(
            "service-account.password: cannot be used together with"
                + " service-account.by-certificate");
  }

  @Test
  void missingCertificateIsAFailureOfTheServiceBind() {
    LdapServer without =
        LdapServer.ldaps(slapd.ldapsHostAndPort()).sslContext(CERTIFICATES.clientContext());
    try (var authenticator = LdapAuthenticator.create(config(without).build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("the client certificate could not bind: ")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
    }
  }

  @Test
  void certificateThatCannotBeUsedIsAMistake() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    assertThat(mistakesOf(config(ldaps())::build))
        .containsExactly(
            "serviceAccountByCertificate: needs LdapServer.clientCertificate(...) or"
                + " sslContext(...)");
    assertThat(
            mistakesOf(
                config(ldaps().clientCertificate(certificate, key)).server("oslo", startTls())
                    ::build))
        .hasSize(1);
    for (Path unusable : new Path[] {empty, folder.resolve("none.pem"), certificate}) {
      assertThat(mistakesOf(config(ldaps().clientCertificate(certificate, unusable))::build))
          .singleElement()
          .asString()
          .startsWith("LdapServer.clientCertificate: " + certificate + " and " + unusable)
          .endsWith("cannot be read as certificates and a PKCS #8 key");
    }
    LdapServer given = ldaps().clientCertificate(certificate, key);
    assertThat(mistakesOf(config(given.clientCertificate(certificate, key))::build))
        .containsExactly(
            "LdapServer.clientCertificate: a client certificate is already configured");
    assertThat(mistakesOf(config(given.sslContext(CERTIFICATES.clientContext()))::build))
        .containsExactly("LdapServer.sslContext: trust is already configured");
  }
}

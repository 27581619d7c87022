// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real OpenLDAP with GnuTLS, which ends failed handshakes without an alert. */
class TlsHintOnSlapdTest {

  private static final TestCertificates CERTIFICATES = TestCertificates.forHosts("127.0.0.1");
  private static final String NO_REASON = "the server ended the handshake without a reason: ";
  private static final String WANTS_CERTIFICATE =
      "the server asked for a client certificate, and may demand one; name it with"
          + " LdapServer.clientCertificate(...): ";

  private static LdapDirectoryException failure(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return catchThrowableOfType(
          LdapDirectoryException.class, () -> authenticator.authenticate("alice", "wonderland"));
    }
  }

  private static LdapAuthConfigBuilder anonymous(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid());
  }

  private static LdapAuthConfigBuilder account(LdapServer server) {
    return anonymous(server).serviceAccount(Directories.SERVICE, "service secret");
  }

  private static LdapServer ldaps(Slapd slapd) {
    return LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(slapd.authority());
  }

  private static LdapServer startTls(Slapd slapd) {
    return LdapServer.startTls(slapd.hostAndPort()).trustedCertificates(slapd.authority());
  }

  @Test
  void portOfAnotherProtocolIsNamed() {
    try (Slapd slapd = Slapd.start(CERTIFICATES, Directories.slapdLdif())) {
      assertThat(failure(account(LdapServer.insecure(slapd.ldapsHostAndPort()))))
          .hasMessageContaining(
              "the server closed the new connection; if the port expects TLS from the first byte,"
                  + " use LdapServer.ldaps(...): ");
      assertThat(failure(account(LdapServer.startTls(slapd.ldapsHostAndPort()))))
          .hasMessageContaining("if the port expects TLS from the first byte, use LdapServer.ldaps")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
      assertThat(failure(account(LdapServer.ldaps(slapd.hostAndPort()))))
          .hasMessageContaining(NO_REASON + "wrong port (for StartTLS use LdapServer.startTls")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
    }
  }

  /** With TLS 1.3, the server closes only after the handshake. */
  @ParameterizedTest
  @ValueSource(strings = {"NORMAL", "NORMAL:-VERS-ALL:+VERS-TLS1.2"})
  void demandedClientCertificateIsNamed(String versions) {
    try (Slapd slapd =
        Slapd.startWith(
            CERTIFICATES,
            Directories.slapdLdif(),
            "TLSVerifyClient demand",
            "TLSCipherSuite " + versions)) {
      for (LdapServer server : List.of(ldaps(slapd), startTls(slapd))) {
        for (var config : List.of(account(server), anonymous(server))) {
          assertThat(failure(config))
              .hasMessageStartingWith("TLS at ")
              .hasMessageContaining(": " + WANTS_CERTIFICATE);
        }
      }
    }
  }

  @Test
  void nothingInCommonIsNamedBesideTheRightPort() {
    try (Slapd slapd =
        Slapd.startWith(
            CERTIFICATES,
            Directories.slapdLdif(),
            "TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+CAMELLIA-256-GCM")) {
      assertThat(failure(account(startTls(slapd))))
          .hasMessageContaining(
              ": " + NO_REASON + "no protocol version, cipher or use of the key in common, or");
    }
  }
}

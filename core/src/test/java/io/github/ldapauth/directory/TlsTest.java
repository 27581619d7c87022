// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates of servers, and what they must name. */
class TlsTest {

  static final TestCertificates GOOD = TestCertificates.forHosts("localhost", "127.0.0.1");

  private static final String UNKNOWN_AUTHORITY =
      "the authority of the certificate is not trusted; name your own with"
          + " LdapServer.trustedCertificates(...): ";

  /** A way to speak TLS to a directory, with the given trust. */
  interface Way extends BiFunction<TestDirectory, TestCertificates, LdapServer> {}

  static Stream<Named<Way>> ways() {
    return Stream.of(
        Named.of(
            "ldaps",
            (directory, trust) ->
                LdapServer.ldaps(directory.ldapsHostAndPort()).sslContext(trust.clientContext())),
        Named.of(
            "StartTLS",
            (directory, trust) ->
                LdapServer.startTls(directory.hostAndPort())
                    .trustedCertificates(trust.trustStore())));
  }

  static LdapAuthenticator<LdapUser> authenticator(LdapServer server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, Directories.byUid())
            .serviceAccount(Directories.SERVICE, "service secret")
            .build());
  }

  private static void assertRefusedBeforeAnyBind(TestDirectory directory, LdapServer server) {
    assertRefusedBeforeAnyBind(directory, server, "");
  }

  static void assertRefusedBeforeAnyBind(TestDirectory directory, LdapServer server, String hint) {
    try (var authenticator = authenticator(server)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining(": " + hint)
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
    }
    assertThat(directory.operations().binds()).isEmpty();
    assertThat(directory.operations().searches()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void usersSignInOverTls(Way way) {
    try (var directory = Directories.people().tls(GOOD).start();
        var authenticator = authenticator(way.apply(directory, GOOD))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void aPemFileCanHoldTheTrustedAuthorities(@TempDir Path folder) throws IOException {
    String others = TestCertificates.forHosts("other").authorityPem();
    Path file = Files.writeString(folder.resolve("ca.pem"), others + GOOD.authorityPem());
    try (var directory = Directories.people().tls(GOOD).start();
        var authenticator =
            authenticator(
                LdapServer.ldaps(directory.ldapsHostAndPort()).trustedCertificates(file))) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  private static List<LdapServer> bothWays(TestDirectory directory) {
    return List.of(
        LdapServer.ldaps(directory.ldapsHostAndPort()),
        LdapServer.startTls(directory.hostAndPort()));
  }

  @Test
  void aCertificateForAnotherHostIsRefused() {
    TestCertificates wrong = TestCertificates.forHosts("wrong.example.org", "192.0.2.1");
    try (var directory = Directories.people().tls(wrong).start()) {
      for (LdapServer server : bothWays(directory)) {
        try (var authenticator = authenticator(server.trustedCertificates(wrong.trustStore()))) {
          assertThatExceptionOfType(LdapDirectoryException.class)
              .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
              .withStackTraceContaining("SSLHandshakeException")
              .withMessageEndingWith(" found; it names wrong.example.org, 192.0.2.1")
              .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
        }
        assertRefusedBeforeAnyBind(directory, server.sslContext(wrong.clientContext()));
      }
    }
  }

  /** With a trust manager of its own kind Java leaves the names to it. */
  @Test
  void ownTrustManagerDoesNotTurnOffTheCheckOfTheHost() throws Exception {
    X509ExtendedTrustManager trustsAll = mock();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trustsAll}, null);
    TestCertificates wrong = TestCertificates.forHosts("wrong.example.org");
    try (var directory = Directories.people().tls(wrong).start()) {
      for (LdapServer server : bothWays(directory)) {
        assertRefusedBeforeAnyBind(directory, server.sslContext(context));
      }
    }
  }

  @Test
  void hostIsCheckedByNameIfConfiguredByName() {
    TestCertificates addressOnly = TestCertificates.forHosts("127.0.0.1");
    TestCertificates nameOnly = TestCertificates.forHosts("localhost");
    try (var byAddress = Directories.people().tls(addressOnly).start();
        var byName = Directories.people().tls(nameOnly).start()) {
      assertRefusedBeforeAnyBind(byAddress, localhost(byAddress, addressOnly));
      try (var authenticator = authenticator(localhost(byName, nameOnly))) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
    }
  }

  @Test
  void certificateWithSeveralNamesIsAcceptedForEach() {
    TestCertificates both = TestCertificates.forHosts("ldap.example.com", "localhost", "127.0.0.1");
    try (var directory = Directories.people().tls(both).start()) {
      LdapServer byAddress =
          LdapServer.ldaps(directory.ldapsHostAndPort()).sslContext(both.clientContext());
      for (LdapServer server : List.of(byAddress, localhost(directory, both))) {
        try (var authenticator = authenticator(server)) {
          yes(authenticator.authenticate("alice", "wonderland"));
        }
      }
    }
  }

  @Test
  void commonNameIsAcceptedOnlyWithoutAlternativeNames() {
    TestCertificates alone = TestCertificates.forSubject("CN=localhost");
    TestCertificates beside = TestCertificates.forSubject("CN=localhost", "ldap.example.com");
    try (var named = Directories.people().tls(alone).start();
        var other = Directories.people().tls(beside).start();
        var authenticator = authenticator(localhost(named, alone))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertRefusedBeforeAnyBind(other, localhost(other, beside));
    }
  }

  @Test
  void certificateWithoutNamesIsRefused() {
    TestCertificates unnamed = TestCertificates.forSubject("O=Example");
    try (var directory = Directories.people().tls(unnamed).start()) {
      for (LdapServer server : bothWays(directory)) {
        assertRefusedBeforeAnyBind(directory, server.sslContext(unnamed.clientContext()));
      }
      assertRefusedBeforeAnyBind(directory, localhost(directory, unnamed));
    }
  }

  private static LdapServer localhost(TestDirectory directory, TestCertificates trust) {
    return LdapServer.ldaps(directory.ldapsHostAndPort().replace("127.0.0.1", "localhost"))
        .sslContext(trust.clientContext());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anExpiredCertificateIsRefused(Way way) {
    TestCertificates expired = TestCertificates.expired("127.0.0.1");
    try (var directory = Directories.people().tls(expired).start()) {
      assertRefusedBeforeAnyBind(
          directory,
          way.apply(directory, expired),
          "the certificate, or that of its authority, has expired");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aCertificateOfAnUnknownAuthorityIsRefused(Way way) {
    try (var directory = Directories.people().tls(GOOD).start()) {
      TestCertificates others = TestCertificates.forHosts("127.0.0.1");
      assertRefusedBeforeAnyBind(directory, way.apply(directory, others), "");
    }
  }

  @Test
  void nothingIsTrustedWithoutBeingAsked() {
    try (var directory = Directories.people().tls(GOOD).start()) {
      assertRefusedBeforeAnyBind(
          directory, LdapServer.ldaps(directory.ldapsHostAndPort()), UNKNOWN_AUTHORITY);
    }
  }
}

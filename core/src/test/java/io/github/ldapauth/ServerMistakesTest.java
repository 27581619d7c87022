// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in servers, certificates and the service account. */
class ServerMistakesTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final UserSearchLookup BY_UID = UserLookup.search(PEOPLE, "(uid={username})");

  static Stream<Arguments> servers() {
    return Stream.of(
        arguments(LdapServer.ldaps(), "LdapServer.ldaps: names no host"),
        arguments(LdapServer.ldaps(""), "LdapServer.ldaps \"\": is empty"),
        arguments(LdapServer.ldaps((String) null), "LdapServer.ldaps: is missing"),
        arguments(LdapServer.url((String) null), "LdapServer.url: is missing"),
        arguments(
            LdapServer.ldaps("ldap.example.com:0"), "LdapServer.ldaps \"ldap.example.com:0\""),
        arguments(LdapServer.ldaps("ldap.example.com:65536"), "65536"),
        arguments(LdapServer.ldaps("ldap.example.com:ldaps"), "not a server"),
        arguments(
            LdapServer.ldaps("ldap://ldap.example.com"), "is ldap://, but the protocol is ldaps"),
        arguments(LdapServer.startTls("ldaps://ldap.example.com"), "ldaps together with StartTLS"),
        arguments(LdapServer.insecure("ldaps://ldap.example.com"), "use LdapServer.ldaps"),
        arguments(
            LdapServer.url("ldap://ldap.example.com"),
            "LdapServer.url \"ldap://ldap.example.com\": would send passwords in clear text; use"
                + " LdapServer.ldaps(...) or LdapServer.startTls(...); or LdapServer.insecure"),
        arguments(LdapServer.url("localhost"), "has no scheme; write ldaps://localhost"),
        arguments(LdapServer.url(), "LdapServer.url: names no host"),
        arguments(LdapServer.url("ldap://127.0.0.1.example.com"), "clear text"),
        arguments(LdapServer.url("ldap://localhost.example.com"), "clear text"),
        arguments(
            LdapServer.url("ldaps://a", "ldap://localhost"), "use the same scheme for all servers"),
        arguments(
            LdapServer.url("ldap://localhost", "ldaps://a"), "use the same scheme for all servers"),
        arguments(LdapServer.url("http://ldap.example.com"), "not a server (its URL begins"),
        arguments(LdapServer.url("ldaps:///"), "names no host"),
        arguments(LdapServer.ldaps("ldap.example.com:"), "not a server"),
        arguments(
            LdapServer.ldaps("ldap.example.com", "636"), "\"636\": is a port; write host:port"),
        arguments(LdapServer.ldaps("a, b"), "\"a, b\": names several servers; pass each as"),
        arguments(LdapServer.ldaps("a b"), "several servers"),
        arguments(LdapServer.ldaps("a;b"), "several servers"),
        arguments(LdapServer.ldaps("ldaps://a ldaps://b"), "several servers"),
        arguments(LdapServer.ldaps("${LDAP_HOST}"), "is an unresolved placeholder"),
        arguments(LdapServer.url("ldaps://${LDAP_HOST}:636"), "an unresolved placeholder"),
        arguments(LdapServer.ldaps("::1"), "is an IPv6 address without brackets; write [::1]"),
        arguments(LdapServer.ldaps("[::g]"), "not a host name"),
        arguments(LdapServer.ldaps("2001:db8::1"), "without brackets"),
        arguments(LdapServer.url("ldapi:///"), "ldapi is not supported"),
        arguments(LdapServer.startTls("ldapi://%2Frun%2Fslapd"), "ldapi is not supported"),
        arguments(LdapServer.ldaps("ldäp.example.com"), "not a host name"),
        arguments(LdapServer.ldaps("bücher.example"), "address; write xn--bcher-kva.example"),
        arguments(LdapServer.ldaps("straße.example"), "\": not a host name or IP address"),
        arguments(LdapServer.ldaps("ldap..example.com"), "not a host name"),
        arguments(LdapServer.ldaps("ldap.example.com "), "not a host name"),
        arguments(LdapServer.ldaps("192.0.2.256"), "not a host name"),
        arguments(LdapServer.url("ldaps://ldap.example.com/dc=example"), "only scheme, host"),
        arguments(
            LdapServer.url("ldap://ldap.example.com/dc=example,dc=com"),
            "LdapServer.url \"ldap://ldap.example.com/dc=example,dc=com\": only scheme, host and port"
                + " belong here; a base is for UserLookup.search or GroupLookup.search"),
        arguments(
            LdapServer.ldaps("ldap.example.com:636/dc=example", "dc=com"), "only scheme, host"),
        arguments(LdapServer.url("ldaps://ldap.example.com/?uid"), "only scheme, host"),
        arguments(LdapServer.url("ldaps://ldap.example.com/???(uid=a)"), "only scheme, host"),
        arguments(SERVER.connectTimeout(Duration.ZERO), "LdapServer.connectTimeout PT0S"),
        arguments(SERVER.responseTimeout(Duration.ofDays(1)), "LdapServer.responseTimeout PT24H"),
        arguments(SERVER.responseTimeout(Duration.ofNanos(999_999)), "PT0.000999999S"),
        arguments(SERVER.maxConnections(0), "LdapServer.maxConnections 0"),
        arguments(
            SERVER.trustedCertificates(Path.of("no-such-file.pem")),
            "LdapServer.trustedCertificates: no-such-file.pem cannot be read (NoSuchFileException)"),
        arguments(
            LdapServer.insecure("a").sslContext(defaultContext()),
            "LdapServer.sslContext: needs TLS"),
        arguments(
            SERVER.sslContext(defaultContext()).sslContext(defaultContext()),
            "trust is already configured"));
  }

  @ParameterizedTest
  @CsvSource({
    "ldap1.example.com, ldap1.example.com:636",
    "LDAP_1:1636, LDAP_1:1636",
    "ldap.example.com., ldap.example.com:636",
    "3com, 3com:636",
    "192.0.2.1:1, 192.0.2.1:1",
    "[2001:db8::1], [2001:db8::1]:636",
    "[::1]:65535, [::1]:65535",
    "LDAPS://ldap.example.com:1636/, ldap.example.com:1636"
  })
  void aServerIsAHostNameOrAnAddress(String text, String server) {
    assertThat(LdapAuthConfig.builder(LdapServer.ldaps(text), BY_UID).build().server())
        .hasToString(server);
  }

  /** Text may be cut at commas and spaces, also inside of a password. */
  @Test
  void noPasswordInAnAddressIsShown() {
    for (LdapServer server :
        List.of(
            LdapServer.url("ldaps://svc:S3cret@ldap.example.com"),
            LdapServer.ldaps("ldaps://svc:S3cret!", "pw@ldap.example.com"),
            LdapServer.startTls("svc:S3cret@ldap.example.com:389"))) {
      assertThat(mistakesOf(LdapAuthConfig.builder(server, BY_UID)::build))
          .singleElement()
          .asString()
          .contains("user and password do not belong here; use serviceAccount(...)")
          .doesNotContain("S3cret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3cret!", "P@S3cret", "P@S3cret.example", "D\\S3cret"})
  void swappedArgumentsOfTheServiceAccountShowNoPassword(String secret) {
    var builder = LdapAuthConfig.builder(SERVER, BY_UID).serviceAccount(secret, SERVICE);

    assertThat(mistakesOf(builder::build))
        .singleElement()
        .asString()
        .startsWith("serviceAccount name: not a DN, user@example.com or DOMAIN")
        .doesNotContain("S3cret");
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aMistakenServerIsNamed(LdapServer server, String mistake) {
    assertThat(mistakesOf(LdapAuthConfig.builder(server, BY_UID)::build))
        .singleElement()
        .asString()
        .contains(mistake);
  }

  @Test
  void certificateFilesThatHoldNoneAreNamed(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nhello");

    for (Path file : List.of(empty, text)) {
      assertThat(
              mistakesOf(LdapAuthConfig.builder(SERVER.trustedCertificates(file), BY_UID)::build))
          .singleElement()
          .asString()
          .contains("LdapServer.trustedCertificates", file.toString());
    }
  }

  @Test
  void keyStoreWithoutCertificateIsNamed() throws Exception {
    KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
    empty.load(null, null);
    KeyStore secretOnly = KeyStore.getInstance(KeyStore.getDefaultType());
    secretOnly.load(null, null);
    secretOnly.setKeyEntry("key", new SecretKeySpec(new byte[16], "AES"), new char[] {'x'}, null);

    for (KeyStore without : List.of(empty, secretOnly)) {
      var server = SERVER.trustedCertificates(without);
      assertThat(mistakesOf(LdapAuthConfig.builder(server, BY_UID)::build))
          .singleElement()
          .asString()
          .contains("LdapServer.trustedCertificates", "no trusted certificate");
    }
  }

  /** A setting for a path may get the text of the file, which holds a private key. */
  @Test
  void textInPlaceOfItsFileIsNotShown() {
    Path certificate = Path.of("no-such-file.pem");
    for (String text :
        List.of(
            "-----BEGIN PRIVATE KEY-----\nS3cret\n-----END PRIVATE KEY-----\n", "MIIS3cret/x")) {
      for (LdapServer server :
          List.of(
              SERVER.clientCertificate(certificate, Path.of(text)),
              SERVER.clientCertificate(Path.of(text), certificate))) {
        assertThat(mistakesOf(LdapAuthConfig.builder(server, BY_UID)::build))
            .singleElement()
            .asString()
            .startsWith("LdapServer.clientCertificate: ")
            .contains("not shown")
            .doesNotContain("S3cret");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldap://localhost",
        "ldap://LOCALHOST:10389",
        "ldap://127.0.0.1",
        "ldap://127.1.2.3",
        "ldap://[::1]:389",
        "ldap://localhost/"
      })
  void clearTextToThisMachineIsFine(String url) {
    assertThatCode(() -> LdapAuthConfig.builder(LdapServer.url(url), BY_UID).build())
        .doesNotThrowAnyException();
  }
}

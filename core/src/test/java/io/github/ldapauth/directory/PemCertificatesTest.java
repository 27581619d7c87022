// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.fixture.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of certificates, whole and broken. Versions of Java read the broken ones differently. */
class PemCertificatesTest {

  private static final Issued ONE = Issued.authority("CN=One");
  private static final Issued OTHER = Issued.authority("CN=Other");
  private static final String BOTH = ONE.pem() + OTHER.pem();

  @TempDir private Path folder;

  private LdapServer trusting(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), text);
    return LdapServer.ldaps("ldap.example.com").trustedCertificates(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", "# authorities\n", "subject=CN = One\r\n"})
  void textBesideTheBlocksDoesNotCount(String before) throws IOException {
    assertThat(trusting(before + BOTH).mistakes()).isEmpty();
    assertThat(trusting(before + BOTH.replace("\n", "\r\n")).mistakes()).isEmpty();
  }

  static Stream<Arguments> broken() {
    String cutOff = BOTH.substring(0, BOTH.length() - 60);
    return Stream.of(
        arguments(cutOff, "ca.pem is cut off in certificate 2, which has no END line"),
        arguments(cutOff + ONE.pem(), "ca.pem is cut off in certificate 2, which has no END line"),
        arguments(ONE.pem() + OTHER.keyPem(), "ca.pem contains a private key; name a file with"),
        arguments(
            ONE.pem() + Issued.pem("ENCRYPTED PRIVATE KEY", new byte[9]),
            "ca.pem contains a private key; name a file with"),
        arguments(
            Issued.pem("PKCS7", new byte[9]) + ONE.pem(),
            "ca.pem contains a PKCS #7 block; convert it with openssl pkcs7 -print_certs"),
        arguments(ONE.pem() + Issued.pem("X509 CRL", new byte[9]), "ca.pem contains \"X509 CRL\""),
        arguments(
            Issued.pem("CERTIFICATE", new byte[9]), "ca.pem cannot be read as certificates in PEM"),
        arguments("\n", "ca.pem contains no certificate"),
        arguments("hello", "ca.pem cannot be read as certificates in PEM form"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenFileIsAMistake(String text, String mistake) throws IOException {
    assertThat(trusting(text).mistakes())
        .singleElement()
        .asString()
        .startsWith("LdapServer.trustedCertificates: ")
        .contains(mistake);
  }

  @Test
  void certificateInDerFormIsRead() throws Exception {
    Path file = Files.write(folder.resolve("ca.der"), ONE.certificate().getEncoded());
    assertThat(LdapServer.ldaps("a.example").trustedCertificates(file).mistakes()).isEmpty();
  }

  @Test
  void keyStoreWithoutTrustedCertificateIsAMistake() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    assertThat(LdapServer.ldaps("a.example").trustedCertificates(empty).mistakes())
        .singleElement()
        .asString()
        .contains("contains no trusted certificate; a PKCS #12 file of OpenSSL has none for Java");
  }
}

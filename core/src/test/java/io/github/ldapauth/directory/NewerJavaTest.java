// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.asn1.ASN1BitString;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Issued;
import io.github.ldapauth.fixture.Results;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of the guide about moving to Java 25, under the Java that runs the tests. */
class NewerJavaTest {

  private static final int JAVA = Runtime.version().feature();
  private static final Path GUIDE = Path.of("docs/moving-from-java-17-to-25.md");

  /** A server, as the first cell of its row describes it. */
  enum Row {
    ENCIPHERMENT_ONLY(
        "has an RSA certificate whose key usage is encipherment only",
        "the server ended the handshake without a reason: "),
    RSA_KEY_EXCHANGE_ONLY(
        "offers RSA key exchange only", "the server ended the handshake without a reason: "),
    SHA_224("has a certificate signed with SHA-224, and speaks TLS 1.3", "SHA224");

    private final String server;

    /** A part of the failure under Java 25. */
    private final String failure;

    Row(String server, String failure) {
      this.server = server;
      this.failure = failure;
    }

    /** GnuTLS falls back to TLS 1.2 by itself if the key may only encipher. */
    String ciphers() {
      return this == RSA_KEY_EXCHANGE_ONLY
          ? "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA"
          : "NORMAL";
    }

    SignatureAlgorithmIdentifier signature() {
      return this == SHA_224
          ? SignatureAlgorithmIdentifier.SHA_224_WITH_RSA
          : SignatureAlgorithmIdentifier.SHA_256_WITH_RSA;
    }

    /** Bit 0 is for digital signatures, and bit 2 for the encipherment of keys. */
    ASN1BitString usage() {
      return new ASN1BitString(this != ENCIPHERMENT_ONLY, false, true);
    }
  }

  private static final ASN1Sequence LOOPBACK =
      new ASN1Sequence(
          new ASN1OctetString((byte) 0x87, InetAddress.getLoopbackAddress().getAddress()));

  @TempDir private Path folder;

  @BeforeEach
  void runUnderATableColumn() {
    assumeTrue(JAVA == 17 || JAVA == 25, "the guide is about Java 17 and 25");
  }

  @Test
  void everyRowOfTheGuideIsTried() throws IOException {
    List<String> rows =
        Files.readAllLines(GUIDE).stream()
            .filter(line -> line.matches("\\| (has|offers|speaks) .*"))
            .map(line -> line.substring(2, line.indexOf(" | ")))
            .toList();
    assertThat(List.of(Row.values())).extracting(row -> row.server).isEqualTo(rows);
  }

  @ParameterizedTest
  @EnumSource
  void serverWorksUnderJava17Only(Row row) throws Exception {
    issue(row.signature(), LOOPBACK, row.usage());
    if (JAVA == 17) {
      signIn("127.0.0.1", row.ciphers());
    } else {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> signIn("127.0.0.1", row.ciphers()))
          .withMessageStartingWith("TLS at ")
          .withMessageContaining(row.failure);
    }
  }

  @Test
  void emptyListOfAlternativeNamesIsRejectedUnderBoth() throws Exception {
    issue(
        SignatureAlgorithmIdentifier.SHA_256_WITH_RSA,
        new ASN1Sequence(),
        Row.RSA_KEY_EXCHANGE_ONLY.usage());
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> signIn("localhost", "NORMAL"))
        .withMessageContaining(JAVA == 17 ? "names no server" : "CertificateParsingException");
  }

  private void signIn(String host, String ciphers) {
    try (Slapd slapd =
        Slapd.startWith(
            TestCertificates.forHosts("127.0.0.1"),
            Directories.slapdLdif(),
            "TLSCertificateFile " + folder.resolve("server.pem"),
            "TLSCertificateKeyFile " + folder.resolve("server.key"),
            "TLSCipherSuite " + ciphers)) {
      String port = slapd.ldapsHostAndPort().replaceFirst(".*:", ":");
      LdapServer server =
          LdapServer.ldaps(host + port).trustedCertificates(folder.resolve("ca.pem"));
      var config =
          LdapAuthConfig.builder(server, Directories.byUid())
              .serviceAccount(Directories.SERVICE, "service secret");
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        Results.yes(authenticator.authenticate("alice", "wonderland"));
      }
    }
  }

  /** Issues the certificate of the server, by an authority that is trusted. */
  private void issue(
      SignatureAlgorithmIdentifier signature, ASN1Sequence names, ASN1BitString usage)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair ofAuthority = generator.generateKeyPair();
    KeyPair keys = generator.generateKeyPair();
    long start = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
    long end = Instant.now().plus(Duration.ofDays(90)).toEpochMilli();
    X509Certificate authority =
        X509Certificate.generateSelfSignedCertificate(
            SignatureAlgorithmIdentifier.SHA_256_WITH_RSA,
            ofAuthority,
            new DN("CN=Authority"),
            start,
            end,
            Issued.MAY_ISSUE);
    X509Certificate own =
        X509Certificate.generateSelfSignedCertificate(
            SignatureAlgorithmIdentifier.SHA_256_WITH_RSA,
            keys,
            new DN("CN=localhost"),
            start,
            end);
    X509Certificate issued =
        X509Certificate.generateIssuerSignedCertificate(
            signature,
            authority,
            ofAuthority.getPrivate(),
            own.getPublicKeyAlgorithmOID(),
            own.getPublicKeyAlgorithmParameters(),
            own.getEncodedPublicKey(),
            own.getDecodedPublicKey(),
            own.getSubjectDN(),
            start,
            end,
            extension("2.5.29.17", names),
            extension("2.5.29.15", usage));
    write("ca.pem", "CERTIFICATE", authority.getX509CertificateBytes());
    write("server.pem", "CERTIFICATE", issued.getX509CertificateBytes());
    write("server.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static X509CertificateExtension extension(String oid, ASN1Element value) {
    return new X509CertificateExtension(new OID(oid), false, value.encode());
  }

  private void write(String file, String label, byte[] bytes) throws IOException {
    Files.writeString(folder.resolve(file), Issued.pem(label, bytes));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A new certificate authority, and a server certificate that it issued. All certificates issued in
 * a Java process share one key pair, which takes long to generate.
 */
public final class TestCertificates {

  private static final OID SUBJECT_ALTERNATIVE_NAME = new OID("2.5.29.17");
  private static final OID BASIC_CONSTRAINTS = new OID("2.5.29.19");
  private static final SignatureAlgorithmIdentifier EC =
      SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA;
  private static final SignatureAlgorithmIdentifier RSA =
      SignatureAlgorithmIdentifier.SHA_256_WITH_RSA;
  private static final String SERVER = "CN=Test Server";
  private static final byte DNS_NAME = (byte) 0x82;
  private static final byte IP_ADDRESS = (byte) 0x87;
  private static final char[] NO_PASSWORD = {};

  private final X509Certificate issuer;
  private final PrivateKey issuerKey;
  private final Certificate authority;
  private final Certificate server;
  private final PrivateKey serverKey;

  private TestCertificates(
      X509Certificate issuer, PrivateKey issuerKey, Certificate server, PrivateKey serverKey)
      throws CertificateException {
    this.issuer = issuer;
    this.issuerKey = issuerKey;
    this.authority = issuer.toCertificate();
    this.server = server;
    this.serverKey = serverKey;
  }

  /** Issues a certificate that is valid now, for these hosts and IP addresses. */
  public static TestCertificates forHosts(String... hosts) {
    return forSubject(SERVER, hosts);
  }

  /**
   * Issues a certificate that is valid now, for this subject, such as {@code CN=localhost}.
   *
   * @param hosts the hosts and IP addresses among the alternative names; the certificate has no
   *     alternative names if there are none
   */
  public static TestCertificates forSubject(String subject, String... hosts) {
    return make(Instant.now().plus(Duration.ofDays(1)), subject, hosts);
  }

  /** Issues a certificate that expired an hour ago, for these hosts and IP addresses. */
  public static TestCertificates expired(String... hosts) {
    return make(Instant.now().minus(Duration.ofHours(1)), SERVER, hosts);
  }

  private static TestCertificates make(Instant end, String subject, String... hosts) {
    Instant start = end.minus(Duration.ofDays(2));
    try {
      KeyPair authorityKeys = keys("EC", 256);
      KeyPair keys = IssuedKeys.PAIR;
      X509Certificate authority =
          selfSigned(EC, authorityKeys, "CN=Test Authority", start, end, authorityConstraint());
      Certificate server =
          issue(authority, authorityKeys.getPrivate(), keys, subject, names(hosts));
      return new TestCertificates(authority, authorityKeys.getPrivate(), server, keys.getPrivate());
    } catch (Exception e) {
      throw new IllegalStateException("could not make certificates for " + Arrays.asList(hosts), e);
    }
  }

  /** Issues a certificate that is valid as long as the issuer's. */
  private static Certificate issue(
      X509Certificate issuer,
      PrivateKey issuerKey,
      KeyPair keys,
      String subject,
      X509CertificateExtension... more)
      throws Exception {
    long start = issuer.getNotBeforeTime();
    long end = issuer.getNotAfterTime();
    X509Certificate request =
        X509Certificate.generateSelfSignedCertificate(RSA, keys, new DN(subject), start, end);
    return X509Certificate.generateIssuerSignedCertificate(
            EC,
            issuer,
            issuerKey,
            request.getPublicKeyAlgorithmOID(),
            request.getPublicKeyAlgorithmParameters(),
            request.getEncodedPublicKey(),
            request.getDecodedPublicKey(),
            request.getSubjectDN(),
            start,
            end,
            more)
        .toCertificate();
  }

  /** Generated when the first certificate needs it. */
  private static final class IssuedKeys {

    // OpenLDAP's TLS library cannot read elliptic curve keys in the form in which Java writes them.
    static final KeyPair PAIR = keys("RSA", 2048);
  }

  private static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm);
      keys.initialize(bits);
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate selfSigned(
      SignatureAlgorithmIdentifier algorithm,
      KeyPair keys,
      String subject,
      Instant start,
      Instant end,
      X509CertificateExtension... more)
      throws Exception {
    return X509Certificate.generateSelfSignedCertificate(
        algorithm, keys, new DN(subject), start.toEpochMilli(), end.toEpochMilli(), more);
  }

  private static X509CertificateExtension authorityConstraint() {
    byte[] value = new ASN1Sequence(new ASN1Boolean(true)).encode();
    return new X509CertificateExtension(BASIC_CONSTRAINTS, true, value);
  }

  private static X509CertificateExtension[] names(String... hosts) throws Exception {
    if (hosts.length == 0) {
      return new X509CertificateExtension[0];
    }
    ASN1Element[] names = new ASN1Element[hosts.length];
    for (int i = 0; i < hosts.length; i++) {
      boolean address = hosts[i].matches("[0-9.]+") || hosts[i].contains(":");
      names[i] =
          address
              ? new ASN1OctetString(IP_ADDRESS, InetAddress.getByName(hosts[i]).getAddress())
              : new ASN1OctetString(DNS_NAME, hosts[i]);
    }
    return new X509CertificateExtension[] {
      new X509CertificateExtension(
          SUBJECT_ALTERNATIVE_NAME, false, new ASN1Sequence(names).encode())
    };
  }

  /** Returns the authority's certificate in PEM form. */
  public String authorityPem() {
    return pem(authority);
  }

  /**
   * Writes the authority's certificate to a file in PEM form, for clients that want a file.
   *
   * @return the file
   */
  public Path writeAuthorityPem(Path file) {
    try {
      return Files.writeString(file, authorityPem());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Issues a client certificate, for servers that ask for one, and writes it and its private key
   * (PKCS #8) to files in PEM form.
   *
   * @param subject the DN that the certificate names, such as that of an entry
   */
  public void writeClientPem(String subject, Path certificate, Path key) {
    try {
      KeyPair keys = IssuedKeys.PAIR;
      Files.writeString(certificate, pem(issue(issuer, issuerKey, keys, subject)));
      Files.writeString(key, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException("could not make a certificate for " + subject, e);
    }
  }

  /** Returns the server's certificate in PEM form. */
  public String serverPem() {
    return pem(server);
  }

  /** Returns the server's private key in PEM form (PKCS #8). */
  public String serverKeyPem() {
    return pem("PRIVATE KEY", serverKey.getEncoded());
  }

  /** Returns a key store that holds only the authority's certificate. */
  public KeyStore trustStore() {
    try {
      KeyStore trust = emptyKeyStore();
      trust.setCertificateEntry("authority", authority);
      return trust;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a TLS context for clients that trusts only the authority. */
  public SSLContext clientContext() {
    try {
      return context(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a TLS context for clients that trusts only the authority, and shows a new client
   * certificate to servers that ask for one.
   *
   * @param subject the DN that the certificate names, such as that of an entry
   */
  public SSLContext clientContext(String subject) {
    try {
      KeyPair keys = IssuedKeys.PAIR;
      return context(keyManagers(keys.getPrivate(), issue(issuer, issuerKey, keys, subject)));
    } catch (Exception e) {
      throw new IllegalStateException("could not make a certificate for " + subject, e);
    }
  }

  private SSLContext context(KeyManager @Nullable [] keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trustManagers(), null);
    return context;
  }

  private KeyManager[] keyManagers(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    KeyStore own = emptyKeyStore();
    own.setKeyEntry("own", key, NO_PASSWORD, new Certificate[] {certificate, authority});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trustStore());
    return trust.getTrustManagers();
  }

  /** Returns a TLS context for the server, which takes client certificates of the authority. */
  public SSLContext serverContext() {
    try {
      return context(keyManagers(serverKey, server));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore emptyKeyStore() throws GeneralSecurityException {
    return KeyStore.Builder.newInstance(
            "PKCS12", null, new KeyStore.PasswordProtection(NO_PASSWORD))
        .getKeyStore();
  }

  private static String pem(Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.CertificateAuthority.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority, and a server certificate that it issued. Unless expired, both are valid
 * from yesterday, for a year. All certificates issued in a Java process share one key pair, which
 * takes long to generate. Methods that write a file replace it, and throw {@link
 * UncheckedIOException} if they cannot.
 */
public final class TestCertificates {

  private static final String SERVER = "CN=Test Server";
  private static final char[] NO_PASSWORD = {};

  /** One iteration: the thousands of the default take longer than to start a directory. */
  private static final KeyStore.PasswordProtection CHEAP_PROTECTION =
      new KeyStore.PasswordProtection(
          NO_PASSWORD,
          "PBEWithHmacSHA256AndAES_256",
          new PBEParameterSpec(new byte[16], 1, new IvParameterSpec(new byte[16])));

  private final CertificateAuthority authority;
  private final Issued server;

  private TestCertificates(Instant begin, Instant end, String subject, String... hosts) {
    authority = new CertificateAuthority(begin, end);
    server = authority.issue(subject, hosts);
  }

  /** Returns those for {@code localhost} and {@code 127.0.0.1} that directories share. */
  static TestCertificates shared() {
    return Shared.CERTIFICATES;
  }

  /** Issued when the first directory needs them: that takes longer than to start a directory. */
  private static final class Shared {
    static final TestCertificates CERTIFICATES = forHosts("localhost", "127.0.0.1");
  }

  /**
   * Issues a certificate of a new authority that is valid now, for these hosts and IP addresses.
   */
  public static TestCertificates forHosts(String... hosts) {
    return forSubject(SERVER, hosts);
  }

  /**
   * Issues a certificate of a new authority that is valid now, for this subject, such as {@code
   * CN=localhost}.
   *
   * @param hosts the hosts and IP addresses among the alternative names; the certificate has no
   *     alternative names if there are none
   */
  public static TestCertificates forSubject(String subject, String... hosts) {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    return new TestCertificates(yesterday, yesterday.plus(Duration.ofDays(365)), subject, hosts);
  }

  /**
   * Issues a certificate of a new authority, both expired an hour ago, for these hosts and IP
   * addresses.
   */
  public static TestCertificates expired(String... hosts) {
    Instant end = Instant.now().minus(Duration.ofHours(1));
    return new TestCertificates(end.minus(Duration.ofDays(2)), end, SERVER, hosts);
  }

  /** Returns the authority's certificate in PEM form. */
  public String authorityPem() {
    return pem(authority.certificate());
  }

  /**
   * Writes the authority's certificate to a file in PEM form, for clients that want a file.
   *
   * @return the file
   */
  public Path writeAuthorityPem(Path file) {
    return write(file, authorityPem());
  }

  /**
   * Issues a client certificate, for servers that ask for one, and writes it and its private key
   * (PKCS #8) to files in PEM form.
   *
   * @param subject the DN that the certificate names, such as that of an entry
   */
  public void writeClientPem(String subject, Path certificate, Path key) {
    Issued client = authority.issue(subject);
    write(certificate, pem(client.certificate()));
    write(key, keyPem(client));
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Returns the server's certificate in PEM form. */
  public String serverPem() {
    return pem(server.certificate());
  }

  /** Returns the server's private key in PEM form (PKCS #8). */
  public String serverKeyPem() {
    return keyPem(server);
  }

  private static String keyPem(Issued issued) {
    return pem("PRIVATE KEY", issued.key().getEncoded());
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

  /** Returns a key store that holds only the authority's certificate. */
  public KeyStore trustStore() {
    try {
      KeyStore trust = emptyKeyStore();
      trust.setCertificateEntry("authority", authority.certificate());
      return trust;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a TLS context for clients that trusts only the authority. */
  public SSLContext clientContext() {
    return context(null);
  }

  /**
   * Returns a TLS context for clients that trusts only the authority, and shows a new client
   * certificate to servers that ask for one.
   *
   * @param subject the DN that the certificate names, such as that of an entry
   */
  public SSLContext clientContext(String subject) {
    return context(authority.issue(subject));
  }

  /** Returns a TLS context for the server, which takes client certificates of the authority. */
  public SSLContext serverContext() {
    return context(server);
  }

  private SSLContext context(@Nullable Issued own) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trustStore());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own == null ? null : keyManagers(own), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyManager[] keyManagers(Issued own) throws GeneralSecurityException {
    KeyStore store = emptyKeyStore();
    Certificate[] chain = {own.certificate(), authority.certificate()};
    store.setEntry("own", new KeyStore.PrivateKeyEntry(own.key(), chain), CHEAP_PROTECTION);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyKeyStore() throws GeneralSecurityException {
    return KeyStore.Builder.newInstance(
            "PKCS12", null, new KeyStore.PasswordProtection(NO_PASSWORD))
        .getKeyStore();
  }
}

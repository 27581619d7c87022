// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import io.github.ldapauth.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Writes the certificate and the key of a server as PKCS #12, for servers that read no PEM. */
final class KeyStoreFile {

  static final String ALIAS = "server-cert";
  static final String PASSWORD = "changeit";

  private KeyStoreFile() {}

  static void write(Path file, TestCertificates certificates) throws IOException {
    char[] password = PASSWORD.toCharArray();
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          ALIAS, key(certificates), password, new Certificate[] {certificate(certificates)});
      store.store(out, password);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static Certificate certificate(TestCertificates certificates)
      throws GeneralSecurityException {
    byte[] pem = certificates.serverPem().getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem));
  }

  private static PrivateKey key(TestCertificates certificates) throws GeneralSecurityException {
    String base64 = certificates.serverKeyPem().replaceAll("-----[^-]+-----", "");
    byte[] key = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in given certificates only. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  static TrustManager fromPem(Path file) throws IOException, GeneralSecurityException {
    KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
    keyStore.load(null, null);
    for (Certificate ca : PemCertificates.read(file)) {
      keyStore.setCertificateEntry("trusted-" + keyStore.size(), ca);
    }
    return trustIn(keyStore, file.toString());
  }

  static TrustManager fromKeyStore(KeyStore keyStore) throws GeneralSecurityException {
    return trustIn(keyStore, "the key store");
  }

  private static TrustManager trustIn(KeyStore keyStore, String source)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(keyStore);
    X509ExtendedTrustManager trust = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    if (trust.getAcceptedIssuers().length == 0) { // it may hold keys all the same
      throw new CertificateException(
          source
              + " contains no trusted certificate; a PKCS #12 file of OpenSSL has none for Java,"
              + " so name a PEM file, or make the store with keytool -importcert");
    }
    return new NamingTrustManager(trust, source);
  }
}

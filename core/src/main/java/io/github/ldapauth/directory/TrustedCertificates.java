// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in given certificates only. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  static TrustManager fromPem(Path file) throws IOException, GeneralSecurityException {
    KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
    keyStore.load(null, null);
    try (InputStream pem = Files.newInputStream(file)) {
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        keyStore.setCertificateEntry("trusted-" + keyStore.size(), ca);
      }
    } catch (CertificateException e) {
      throw new CertificateException(file + " cannot be read as certificates in PEM form", e);
    } catch (IOException e) {
      String why = e.getClass().getSimpleName();
      throw new CertificateException(file + " cannot be read (" + why + ")", e);
    }
    if (keyStore.size() == 0) {
      throw new CertificateException(file + " contains no certificate");
    }
    return fromKeyStore(keyStore);
  }

  static TrustManager fromKeyStore(KeyStore keyStore) throws GeneralSecurityException {
    if (keyStore.size() == 0) {
      throw new CertificateException("the key store contains no certificate");
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keyStore);
    return new NamingTrustManager((X509ExtendedTrustManager) trust.getTrustManagers()[0]);
  }
}

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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts that trust nothing but given certificates. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  @FunctionalInterface
  interface Source {
    SSLContext open() throws IOException, GeneralSecurityException;
  }

  static SSLContext fromPem(Path file) throws IOException, GeneralSecurityException {
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
      throw new CertificateException(file + " holds no certificate");
    }
    return fromKeyStore(keyStore);
  }

  static SSLContext fromKeyStore(KeyStore keyStore) throws GeneralSecurityException {
    if (keyStore.size() == 0) {
      throw new CertificateException("there is no certificate in it, so that nothing is trusted");
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keyStore);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}

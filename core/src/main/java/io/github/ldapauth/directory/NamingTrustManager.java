// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A trust manager that explains why it rejects a certificate: which hosts it names, or who issued
 * it.
 */
final class NamingTrustManager extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager trust;
  private final String source;

  /**
   * Explains the decisions of a trust manager.
   *
   * @param source where the trusted certificates come from, in words
   */
  NamingTrustManager(X509ExtendedTrustManager trust, String source) {
    this.trust = trust;
    this.source = source;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      trust.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      // Subtypes are about trust, and the names in an untrusted certificate do not matter.
      throw e.getClass() == CertificateException.class
          ? new CertificateException(
              withoutPeriod(String.valueOf(e.getMessage()))
                  + "; it "
                  + CertificateNames.of(chain[0]))
          : TrustFailure.of(e, chain, trust.getAcceptedIssuers(), source);
    }
  }

  private static String withoutPeriod(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A trust manager that trusts nothing: it notes the certificates of a server, and ends the
 * handshake. So nothing can be sent to a server that was only looked at.
 */
final class CertificateCatcher extends X509ExtendedTrustManager {

  private static final X509Certificate[] NONE = {};

  private volatile List<X509Certificate> chain = List.of();

  /** Returns the certificates that the server sent, its own first; empty if it sent none. */
  List<X509Certificate> chain() {
    return chain;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] sent, String authType)
      throws CertificateException {
    chain = List.of(sent);
    throw new CertificateException("the certificates were only looked at");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] sent, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(sent, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] sent, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(sent, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] sent, String authType)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] sent, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(sent, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] sent, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(sent, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE.clone();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A check of each connection after its handshake, before anything is sent: the TLS version, and
 * once more the host name. Java checks the name in the handshake, but accepts more than RFC 9525
 * does, and leaves the check to a trust manager of the application's own.
 */
final class TlsVerifier extends SSLSocketVerifier {

  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  @Override
  public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
    SSLSession session = socket.getSession();
    if (!VERSIONS.contains(session.getProtocol())) {
      throw refused("the server uses " + session.getProtocol() + ", which is older than TLS 1.2");
    }
    CertificateNames names = names(session);
    if (!names.include(host)) {
      throw refused("the server's certificate does not name " + host + "; it " + names);
    }
  }

  private static CertificateNames names(SSLSession session) throws LDAPException {
    try {
      return CertificateNames.of((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      throw refused("the server's certificate cannot be read: " + e.getMessage());
    }
  }

  private static LDAPException refused(String reason) {
    return new LDAPException(
        ResultCode.CONNECT_ERROR, reason, new SSLPeerUnverifiedException(reason));
  }
}

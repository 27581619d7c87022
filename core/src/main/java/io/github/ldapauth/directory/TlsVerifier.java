// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.args.IPAddressArgumentValueValidator;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Checks the version of TLS and the host name after each handshake, before anything is sent. */
final class TlsVerifier extends SSLSocketVerifier {

  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
  private static final String NO_SESSION = "NONE";
  private static final int IP_ADDRESS = 7;

  /** Wildcards count; the common name does not where there are subject alternative names. */
  private final SSLSocketVerifier hostName = new HostNameSSLSocketVerifier(true, false);

  @Override
  public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
    SSLSession session = socket.getSession();
    if (session.getProtocol().equals(NO_SESSION)) {
      // The SDK gave up waiting for the handshake, but not the connection.
      String reason = "Read timed out in the TLS handshake";
      throw new LDAPException(ResultCode.CONNECT_ERROR, reason, new SocketTimeoutException(reason));
    }
    if (!VERSIONS.contains(session.getProtocol())) {
      throw refused("the server speaks " + session.getProtocol() + ", which is older than TLS 1.2");
    }
    // The SDK takes any certificate for a loopback address, where a tunnel may end.
    if (IPAddressArgumentValueValidator.isValidNumericIPAddress(host)) {
      if (!namesAddress(session, host)) {
        throw refused("the server's certificate does not name the IP address " + host);
      }
      return;
    }
    try {
      hostName.verifySSLSocket(host, port, socket);
    } catch (LDAPException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static boolean namesAddress(SSLSession session, String host) throws LDAPException {
    try {
      InetAddress address = InetAddress.getByName(host);
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      var names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(IP_ADDRESS)
            && InetAddress.getByName((String) name.get(1)).equals(address)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException | SSLPeerUnverifiedException | CertificateParsingException e) {
      throw refused("the server's certificate cannot be read: " + e.getMessage());
    }
  }

  private static LDAPException refused(String reason) {
    return new LDAPException(
        ResultCode.CONNECT_ERROR, reason, new SSLPeerUnverifiedException(reason));
  }
}

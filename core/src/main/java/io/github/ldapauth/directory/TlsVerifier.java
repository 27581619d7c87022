// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Checks the version of TLS and the host name after each handshake, before anything is sent. */
final class TlsVerifier extends SSLSocketVerifier {

  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  /** Wildcards count; the common name does not where there are subject alternative names. */
  private final SSLSocketVerifier hostName = new HostNameSSLSocketVerifier(true, false);

  @Override
  public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
    String version = socket.getSession().getProtocol();
    if (!VERSIONS.contains(version)) {
      throw refused("the server speaks " + version + ", which is older than TLS 1.2");
    }
    try {
      hostName.verifySSLSocket(host, port, socket);
    } catch (LDAPException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static LDAPException refused(String reason) {
    return new LDAPException(
        ResultCode.CONNECT_ERROR, reason, new SSLPeerUnverifiedException(reason));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The start of TLS on a new connection, with the check of the host name. Nothing in clear text may
 * follow the answer to StartTLS.
 */
final class Handshake {

  private final TlsMaterial material;
  private final boolean startsTls;

  private Handshake(TlsMaterial material, boolean startsTls) {
    material.context(); // Java's own trust store may be broken: fail here, not at each sign-in
    this.material = material;
    this.startsTls = startsTls;
  }

  /** Returns the handshake of the protocol; null in clear text. */
  static @Nullable Handshake of(LdapServer settings, TlsMaterial material) {
    return switch (settings.source().protocol()) {
      case CLEAR_TEXT, LOOPBACK -> null;
      case LDAPS -> new Handshake(material, false);
      case START_TLS -> new Handshake(material, true);
    };
  }

  /** Secures a connection; the caller closes it if that fails. */
  TlsSocket secure(DeadlineSocket socket, ServerAddress server) throws IOException, LDAPException {
    if (startsTls) {
      startTls(socket);
    }
    TlsMaterial.Context context = material.context();
    SSLSocketFactory sockets = context.tls().getSocketFactory();
    SSLSocket tls = (SSLSocket) sockets.createSocket(socket, server.host(), server.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("LDAPS");
    tls.setSSLParameters(parameters);
    try {
      tls.startHandshake();
    } catch (IOException e) {
      throw isAskedForCertificate(context, tls) ? new CertificateWanted(e) : tlsFailure(e);
    }
    new TlsVerifier().verifySSLSocket(server.host(), server.port(), tls);
    return new TlsSocket(tls, PortHint.ifClosed(tls, context.requests(), material));
  }

  /** A server that is silent, as one is that waits for TLS. */
  static final class NoAnswer extends SocketTimeoutException {

    private static final long serialVersionUID = 1;

    NoAnswer() {
      super("no answer to StartTLS");
    }
  }

  /** The answer of a server that does not start TLS. */
  static final class Refused extends LDAPException {

    private static final long serialVersionUID = 1;

    Refused(LdapResult answer) {
      super(answer.failure().toLDAPResult());
    }
  }

  private static boolean isAskedForCertificate(TlsMaterial.Context context, SSLSocket tls) {
    return context.requests() != null && context.requests().includes(tls);
  }

  private static IOException tlsFailure(IOException e) {
    return e instanceof SSLException ? e : new SSLException(e.getMessage(), e);
  }

  /** A handshake that failed after the server asked for a client certificate. */
  static final class CertificateWanted extends SSLException {

    private static final long serialVersionUID = 1;

    CertificateWanted(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static void startTls(DeadlineSocket socket) throws IOException, LDAPException {
    LdapMessages messages = new LdapMessages(socket.getInputStream(), socket.getOutputStream());
    LdapResult answer;
    try {
      answer = messages.exchange(LdapRequest.startTls());
    } catch (SocketTimeoutException e) {
      NoAnswer silent = new NoAnswer();
      silent.initCause(e);
      throw silent;
    }
    if (!answer.isSuccess()) {
      throw new Refused(answer);
    }
    if (messages.hasUnread()) { // an attacker may have put it there
      throw new ProtocolException("clear text follows the answer to StartTLS");
    }
  }
}

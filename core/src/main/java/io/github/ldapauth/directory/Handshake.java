// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The start of TLS on a new connection, with the check of the host name. What a server sends in
 * clear text after its answer to StartTLS is never read as LDAP: it goes into the handshake, which
 * fails.
 */
final class Handshake {

  private static final int START_TLS = 1;

  /** The type of an ASN.1 sequence, with which each message begins (RFC 4511, section 4.1.1). */
  private static final int LDAP_MESSAGE = 0x30;

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

  private static int firstByte(InputStream in) throws IOException {
    try {
      return in.read();
    } catch (SocketTimeoutException e) {
      NoAnswer silent = new NoAnswer();
      silent.initCause(e);
      throw silent;
    }
  }

  /** A server that is silent, as one is that waits for TLS. */
  static final class NoAnswer extends SocketTimeoutException {

    private static final long serialVersionUID = 1;

    NoAnswer() {
      super("no answer to StartTLS");
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

  /** Sends the request, and reads not a byte more than the answer. */
  private static void startTls(DeadlineSocket socket) throws IOException, LDAPException {
    var request = new ExtendedRequestProtocolOp(StartTLSExtendedRequest.STARTTLS_REQUEST_OID, null);
    byte[] bytes = new LDAPMessage(START_TLS, request).encode().encode();
    socket.getOutputStream().write(bytes);
    PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
    int first = firstByte(in);
    if (first < 0) {
      throw new EOFException("the server closed the connection instead of an answer to StartTLS");
    }
    if (first != LDAP_MESSAGE) {
      throw new ProtocolException("the answer to StartTLS begins with byte " + first);
    }
    in.unread(first);
    LDAPMessage message =
        LDAPMessage.readFrom(new ASN1StreamReader(in, OversizedAnswer.MAX_BYTES), false);
    if (!(message.getProtocolOp() instanceof ExtendedResponseProtocolOp answer)) {
      throw new LDAPException(
          ResultCode.DECODING_ERROR, "the answer to StartTLS is " + message.getProtocolOp());
    }
    ExtendedResult result = answer.toExtendedResult();
    boolean isOurs = message.getMessageID() == START_TLS;
    if (!isOurs || !result.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPExtendedOperationException(result);
    }
  }
}

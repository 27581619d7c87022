// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.io.EOFException;
import java.net.ProtocolException;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A hint for a failure that may be one of the port or of TLS. The first request on a connection
 * fails, or gets no answer, if the port expects TLS or another protocol, or if the server demands a
 * client certificate by TLS 1.3.
 *
 * @param stage the stage that failed indeed; null for the one of the request
 * @param text goes before the text of the failure; may be empty
 */
record PortHint(@Nullable Stage stage, String text) {

  private static final Set<ResultCode> WANT_TLS =
      Set.of(ResultCode.STRONG_AUTH_REQUIRED, ResultCode.CONFIDENTIALITY_REQUIRED);
  private static final String USE_TLS =
      "the server wants TLS; use LdapServer.startTls(...) or LdapServer.ldaps(...): ";
  private static final PortHint NONE = new PortHint(null, "");
  private static final String USE_LDAPS =
      "if the port expects TLS from the first byte, use LdapServer.ldaps(...): ";
  private static final String NOT_LDAP = "the answer is not LDAP; " + USE_LDAPS;
  private static final String MAY_DEMAND =
      "the server closed the new connection; it may demand a client certificate: ";
  private static final String SILENT = "the server does not answer to StartTLS; " + USE_LDAPS;
  private static final String NO_ANSWER = "no answer on the new connection; " + USE_LDAPS;
  private static final String CLOSED = "the server closed the new connection; " + USE_LDAPS;

  /** Returns the hint for a request in clear text, or after TLS began. */
  static PortHint of(LDAPException e, Connection connection) {
    if (connection.isClearText() && WANT_TLS.contains(e.getResultCode())) {
      return new PortHint(null, USE_TLS);
    }
    if (connection.isProven()) {
      return NONE;
    }
    if (connection.isClearText() && isNotLdap(e)) {
      return new PortHint(Stage.CONNECT, NOT_LDAP);
    }
    if (connection.isClearText() && ServerFault.isTimeout(e)) {
      return new PortHint(null, NO_ANSWER);
    }
    if (!ServerFault.isClosed(e) || connection.isOver()) {
      return NONE;
    }
    return connection.ifClosed();
  }

  /** Returns the hint if the server closes a connection in clear text. */
  static PortHint ifClosed() {
    return new PortHint(null, CLOSED);
  }

  /**
   * Returns the hint if the server closes a connection after the handshake.
   *
   * @param requests notes whether the server asked for a client certificate; null if unknown
   */
  static PortHint ifClosed(
      SSLSocket tls, @Nullable CertificateRequests requests, TlsMaterial material) {
    if (requests == null) {
      return new PortHint(null, MAY_DEMAND);
    }
    return requests.includes(tls)
        ? new PortHint(Stage.TLS, TlsHint.ofClientCertificate(material))
        : NONE;
  }

  /** Returns the hint for a request to start TLS; empty if there is none. */
  static String ofStartTls(LDAPException e) {
    if (isNotLdap(e)) {
      return NOT_LDAP;
    }
    if (Stream.of(e.getSuppressed()).anyMatch(Handshake.NoAnswer.class::isInstance)) {
      return SILENT;
    }
    return e.getCause() instanceof EOFException ? CLOSED : "";
  }

  private static boolean isNotLdap(LDAPException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ProtocolException) {
        return true;
      }
    }
    return false;
  }

  Stage stageOr(Stage ofRequest) {
    return stage == null ? ofRequest : stage;
  }
}

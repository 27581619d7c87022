// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Exception;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import java.io.EOFException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;

/** Hints that explain TLS failures by the settings that cause them. */
final class TlsHint {

  /** The text by which to recognize it, as Java has no type for it. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  private TlsHint() {}

  /**
   * Returns a hint to put before the text of the failure; empty if there is none. If another
   * authority has the name of a trusted one, Java reports a signature that does not match.
   */
  static String before(LDAPException e, ServerAddress.Protocol protocol) {
    if (e instanceof LDAPExtendedOperationException) {
      return "the server does not support StartTLS on this port: ";
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException || cause instanceof SignatureException) {
        return "the authority of the certificate is not trusted; name your own with"
            + " LdapServer.trustedCertificates(...), in properties server.trusted-certificates: ";
      }
      if (cause instanceof CertificateExpiredException) {
        return "the certificate, or that of its authority, has expired: ";
      }
      if (protocol == ServerAddress.Protocol.LDAPS
          && (cause instanceof EOFException || NO_TLS.equals(cause.getMessage()))) {
        return "the port may not expect TLS from the first byte; for StartTLS use"
            + " LdapServer.startTls(...), in properties server.protocol: ";
      }
    }
    return protocol == ServerAddress.Protocol.START_TLS ? beforeAnswer(e) : "";
  }

  /** Returns a hint to put before the text of an answer that is not LDAP, if TLS does not begin. */
  static String beforeAnswer(LDAPException e, ServerAddress.Protocol protocol) {
    return protocol.tls() ? "" : beforeAnswer(e);
  }

  private static String beforeAnswer(LDAPException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ASN1Exception) {
        return "the answer is not LDAP; if the port expects TLS from the first byte, use"
            + " LdapServer.ldaps(...), in properties server.protocol: ";
      }
    }
    return "";
  }
}

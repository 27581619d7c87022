// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import java.io.EOFException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;

/** Says what a failure of TLS means, where Java does not say it in the words of a configuration. */
final class TlsHint {

  /** The only sign of it: Java has no type for it. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  private TlsHint() {}

  /**
   * Returns what to say before the text of the failure; empty if that says enough. The signature
   * does not fit where another authority has the name of a trusted one.
   */
  static String before(LDAPException e, ServerAddress.Protocol protocol) {
    if (e instanceof LDAPExtendedOperationException) {
      return "the server does not offer StartTLS here: ";
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException || cause instanceof SignatureException) {
        return "the authority of the certificate is not trusted; name your own with"
            + " LdapServer.trustedCertificates(...): ";
      }
      if (cause instanceof CertificateExpiredException) {
        return "the certificate, or that of its authority, has expired: ";
      }
      if (protocol == ServerAddress.Protocol.LDAPS
          && (cause instanceof EOFException || NO_TLS.equals(cause.getMessage()))) {
        return "does this port speak TLS at once? For StartTLS there is LdapServer.startTls(...): ";
      }
    }
    return "";
  }
}

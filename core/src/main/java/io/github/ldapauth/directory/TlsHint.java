// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.ServerAddress.Protocol;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Hints that explain why TLS does not begin, by the settings that cause it. */
final class TlsHint {

  /** The text by which to recognize it, as Java has no type for it. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  /** The alerts of servers that do not accept the client certificate, or got none. */
  private static final Set<String> ABOUT_CLIENT =
      Set.of(
          "access_denied",
          "bad_certificate",
          "certificate_expired",
          "certificate_required",
          "certificate_revoked",
          "certificate_unknown",
          "unknown_ca",
          "unsupported_certificate");

  private static final String START_TLS = "for StartTLS use LdapServer.startTls(...)";
  private static final String NOTHING_IN_COMMON =
      "no protocol version, cipher or use of the key in common, or it wants a client certificate: ";

  private TlsHint() {}

  /** Returns a hint to put before the text of a failure to connect; empty if there is none. */
  static String before(LDAPException e, LdapServer settings) {
    if (e instanceof Handshake.Refused) {
      return "the server does not support StartTLS on this port: ";
    }
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    for (Throwable cause : causes) {
      String hint = ofCertificate(cause, settings.tls());
      if (!hint.isEmpty()) {
        return hint;
      }
    }
    Protocol protocol = settings.source().protocol();
    if (causes.stream().anyMatch(SSLException.class::isInstance)) {
      return ofHandshake(causes.get(causes.size() - 1), protocol, settings.tls());
    }
    return protocol == Protocol.START_TLS ? PortHint.ofStartTls(e) : "";
  }

  /** If another authority has the name of a trusted one, Java reports a wrong signature. */
  private static String ofCertificate(Throwable cause, TlsMaterial material) {
    if (cause instanceof Handshake.CertificateWanted) {
      return ofClientCertificate(material);
    }
    if (cause instanceof TrustFailure failure) {
      return failure.reason() + "; see LdapServer.trustedCertificates(...): ";
    }
    if (isUntrusted(cause)) {
      return material.isOwn()
          ? "the context of LdapServer.sslContext(...) does not trust the server's certificate: "
          : "the authority of the certificate is not trusted; name your own with"
              + " LdapServer.trustedCertificates(...): ";
    }
    if (cause instanceof CertificateExpiredException) {
      return "the certificate, or that of its authority, has expired: ";
    }
    return cause instanceof CertificateNotYetValidException
        ? "the certificate is not valid yet, by the clock of this machine: "
        : "";
  }

  private static boolean isUntrusted(Throwable cause) {
    return cause instanceof CertPathBuilderException
        || cause instanceof SignatureException
        || (cause instanceof CertPathValidatorException invalid
            && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR);
  }

  /** Returns the hint for a server that asked for a client certificate, and may demand one. */
  static String ofClientCertificate(TlsMaterial material) {
    return material.hasKey()
        ? "the server asked for a client certificate, and may not accept that of"
            + " LdapServer.clientCertificate(...): "
        : "the server asked for a client certificate, and may demand one; name it with"
            + " LdapServer.clientCertificate(...): ";
  }

  private static String ofHandshake(Throwable root, Protocol protocol, TlsMaterial material) {
    String text = String.valueOf(root.getMessage());
    Matcher alert = ALERT.matcher(text);
    if (alert.find()) {
      return ofAlert(alert.group(1), material);
    }
    boolean isLdaps = protocol == Protocol.LDAPS;
    if (text.equals(NO_TLS)) {
      return isLdaps ? "the port does not expect TLS from the first byte; " + START_TLS + ": " : "";
    }
    return root instanceof SSLException || root instanceof CertificateException
        ? ""
        : "the server ended the handshake without a reason: "
            + (isLdaps ? "wrong port (" + START_TLS + "), " : "")
            + NOTHING_IN_COMMON;
  }

  private static String ofAlert(String alert, TlsMaterial material) {
    if (ABOUT_CLIENT.contains(alert)) {
      return ofClientCertificate(material);
    }
    return switch (alert) {
      case "handshake_failure", "insufficient_security", "protocol_version" ->
          "the server ended the handshake: " + NOTHING_IN_COMMON;
      default -> "";
    };
  }
}

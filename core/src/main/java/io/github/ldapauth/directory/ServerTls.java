// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/**
 * What a server showed in a TLS handshake.
 *
 * @param version the TLS version and the cipher suite; empty if the handshake did not come so far
 * @param chain the certificates that the server sent, its own first
 */
public record ServerTls(Optional<String> version, List<X509Certificate> chain) {

  private static final Duration SOON = Duration.ofDays(14);

  static ServerTls of(SSLSession session) {
    try {
      List<X509Certificate> chain =
          Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
      return new ServerTls(
          Optional.of(session.getProtocol() + ", " + session.getCipherSuite()), chain);
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("an accepted handshake has certificates", e);
    }
  }

  /**
   * Returns whether a certificate should have been renewed: less than 14 days, and less than a
   * fifth of its time, are left.
   */
  public boolean isExpiring(Instant now) {
    return chain.stream().anyMatch(certificate -> isExpiring(certificate, now));
  }

  private static boolean isExpiring(X509Certificate certificate, Instant now) {
    Instant until = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(now, until);
    Duration whole = Duration.between(certificate.getNotBefore().toInstant(), until);
    return left.compareTo(SOON) < 0 && left.multipliedBy(5).compareTo(whole) < 0;
  }

  /** Returns the version, the names of the server and its certificates, one line each. */
  public List<String> describe(Instant now) {
    List<String> lines = new ArrayList<>(version.stream().toList());
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate certificate = chain.get(i);
      if (i == 0) {
        lines.add("certificate " + names(certificate));
      }
      lines.add("certificate " + (i + 1) + " of " + chain.size() + ": " + text(certificate, now));
    }
    return lines;
  }

  private static String names(X509Certificate certificate) {
    try {
      return LogText.of(CertificateNames.of(certificate).toString());
    } catch (CertificateParsingException e) {
      return "has names that cannot be read";
    }
  }

  private static String text(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    boolean isOwn = certificate.getIssuerX500Principal().equals(subject(certificate));
    return LogText.of(subject(certificate).getName())
        + (isOwn
            ? ", issued by itself"
            : ", issued by " + LogText.of(certificate.getIssuerX500Principal().getName()))
        + ", valid from "
        + day(from)
        + " to "
        + day(until)
        + (now.isBefore(from)
            ? " (not yet, by the clock of this machine)"
            : " (" + daysLeft(now, until) + ")");
  }

  private static X500Principal subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal();
  }

  private static LocalDate day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static String daysLeft(Instant now, Instant until) {
    long days = Duration.between(now, until).toDays();
    return now.isAfter(until) ? "expired" : days == 1 ? "1 day left" : days + " days left";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server's certificate that is not trusted, with the reason: who issued it, and what is trusted
 * in place of that.
 */
final class TrustFailure extends CertificateException {

  private static final long serialVersionUID = 1;
  private static final int SHOWN = 3;

  private final String reason;

  private TrustFailure(String reason, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.reason = reason;
  }

  /**
   * Explains a failure.
   *
   * @param chain the certificates that the server sent, its own first; may be in any order
   * @param trusted those that are trusted
   * @param source where these come from, such as {@code the key store}
   */
  static TrustFailure of(
      CertificateException e, X509Certificate[] chain, X509Certificate[] trusted, String source) {
    Instant now = Instant.now();
    return new TrustFailure(
        outOfTime(e, Stream.concat(Arrays.stream(chain), Arrays.stream(trusted)), now)
            .orElseGet(() -> unknownIssuer(List.of(chain), List.of(trusted), source)),
        e);
  }

  /** Returns the reason, in words. */
  String reason() {
    return reason;
  }

  private static Optional<String> outOfTime(
      CertificateException e, Stream<X509Certificate> all, Instant now) {
    if (!hasCause(e, CertificateExpiredException.class)
        && !hasCause(e, CertificateNotYetValidException.class)) {
      return Optional.empty();
    }
    String clock = "; the clock of this machine says " + now.truncatedTo(ChronoUnit.SECONDS);
    return all.flatMap(one -> outOfTime(one, now).stream())
        .findFirst()
        .map(when -> "the certificate, or that of its authority, " + when + clock);
  }

  private static Optional<String> outOfTime(X509Certificate one, Instant now) {
    Instant start = one.getNotBefore().toInstant();
    Instant end = one.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return Optional.of("has expired, at " + end);
    }
    return now.isBefore(start) ? Optional.of("is not valid before " + start) : Optional.empty();
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String unknownIssuer(
      List<X509Certificate> chain, List<X509Certificate> trusted, String source) {
    X509Certificate last = lastOf(chain);
    String issuer = issuer(last);
    if (trusted.stream().anyMatch(one -> subject(one).equals(issuer) && !isIssuedBy(last, one))) {
      return source
          + " holds another certificate of "
          + issuer
          + " than the one that issued the server's; it may have been renewed, so get the new one";
    }
    String held =
        trusted.stream()
            .map(TrustFailure::subject)
            .distinct()
            .limit(SHOWN)
            .collect(Collectors.joining(", "));
    String more = trusted.size() > SHOWN ? " and others" : "";
    boolean isSelfSigned = subject(last).equals(issuer);
    return "the server's certificate is issued by "
        + issuer
        + ", and "
        + source
        + " holds "
        + (trusted.stream().allMatch(TrustFailure::isLeaf) ? "no authority, only " : "")
        + held
        + more
        + (isSelfSigned
            ? ""
            : "; if " + issuer + " is an intermediate authority, the server must send it");
  }

  /** Follows the issuers from the server's certificate as far as the server sent them. */
  private static X509Certificate lastOf(List<X509Certificate> chain) {
    X509Certificate last = chain.get(0);
    for (int i = 0; i < chain.size(); i++) {
      String issuer = issuer(last);
      Optional<X509Certificate> next =
          chain.stream().filter(one -> subject(one).equals(issuer)).findFirst();
      if (next.isEmpty() || subject(last).equals(issuer)) {
        return last;
      }
      last = next.get();
    }
    return last;
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Returns whether the certificate may not issue others. */
  private static boolean isLeaf(X509Certificate one) {
    return one.getBasicConstraints() < 0 && !subject(one).equals(issuer(one));
  }

  private static String subject(X509Certificate one) {
    return quoted(one.getSubjectX500Principal().getName());
  }

  private static String issuer(X509Certificate one) {
    return quoted(one.getIssuerX500Principal().getName());
  }

  private static String quoted(String name) {
    return "\"" + LogText.of(name) + "\"";
  }
}

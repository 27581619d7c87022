// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The material of a TLS handshake: the trusted authorities and the client certificate. Material
 * from files is read again after they changed.
 */
final class TlsMaterial {

  /** The defaults of Java. */
  static final TlsMaterial DEFAULT = new TlsMaterial(null, null, null);

  private final @Nullable SSLContext own;
  private final @Nullable Supplier<TrustManager> trust;
  private final @Nullable Supplier<X509KeyManager> key;
  private volatile @Nullable Built built;

  /** A context, and what it is made of. */
  private record Built(
      Context context, @Nullable TrustManager trust, @Nullable X509KeyManager key) {}

  /**
   * A context for handshakes.
   *
   * @param requests notes which servers ask for a client certificate; null if the application or
   *     Java decides which one to present
   */
  record Context(SSLContext tls, @Nullable CertificateRequests requests) {}

  private TlsMaterial(
      @Nullable SSLContext own,
      @Nullable Supplier<TrustManager> trust,
      @Nullable Supplier<X509KeyManager> key) {
    this.own = own;
    this.trust = trust;
    this.key = key;
  }

  /** Reads the material of one setting. */
  @FunctionalInterface
  interface Source {
    TlsMaterial read() throws IOException, GeneralSecurityException;
  }

  static TlsMaterial of(SSLContext own) {
    return new TlsMaterial(own, null, null);
  }

  TlsMaterial withTrust(TrustManager newTrust) {
    return new TlsMaterial(own, () -> newTrust, key);
  }

  TlsMaterial withTrust(Path pemFile) throws IOException, GeneralSecurityException {
    return new TlsMaterial(
        own,
        new PemFiles<>(
            List.of(pemFile), () -> TrustedCertificates.fromPem(pemFile), System::nanoTime),
        key);
  }

  TlsMaterial withClientCertificate(Path chain, Path privateKey)
      throws IOException, GeneralSecurityException {
    return new TlsMaterial(
        own,
        trust,
        new PemFiles<>(
            List.of(chain, privateKey),
            () -> ClientCertificate.fromPem(chain, privateKey),
            System::nanoTime));
  }

  /** Returns whether the application set the whole context. */
  boolean isOwn() {
    return own != null;
  }

  boolean hasTrust() {
    return own != null || trust != null;
  }

  /** Returns whether there is a client certificate, or a context that may have one. */
  boolean hasKey() {
    return own != null || key != null;
  }

  /**
   * Returns the context for a new connection. It is another one if a file changed, so that no
   * session is resumed that the old trust began.
   */
  Context context() {
    if (own != null) {
      return new Context(own, null);
    }
    TrustManager trusted = trust == null ? null : trust.get();
    X509KeyManager presented = key == null ? null : key.get();
    Built last = built;
    if (last == null || last.trust() != trusted || last.key() != presented) {
      last = new Built(build(trusted, presented), trusted, presented);
      built = last;
    }
    return last.context();
  }

  private static Context build(@Nullable TrustManager trust, @Nullable X509KeyManager key) {
    try {
      if (trust == null && key == null) {
        return new Context(SSLContext.getDefault(), null);
      }
      CertificateRequests requests = new CertificateRequests(key);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {requests}, trust == null ? null : new TrustManager[] {trust}, null);
      return new Context(context, requests);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no TLS context", e);
    }
  }
}

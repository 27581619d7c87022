// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.util.ssl.PEMFileKeyManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The material of a TLS handshake: the trusted authorities and the client certificate. */
final class TlsMaterial {

  /** The defaults of Java. */
  static final TlsMaterial DEFAULT = new TlsMaterial(null, null, null);

  private final @Nullable SSLContext own;
  private final @Nullable TrustManager trust;
  private final @Nullable KeyManager key;

  private TlsMaterial(
      @Nullable SSLContext own, @Nullable TrustManager trust, @Nullable KeyManager key) {
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
    return new TlsMaterial(own, newTrust, key);
  }

  TlsMaterial withClientCertificate(Path chain, Path privateKey) throws CertificateException {
    try {
      KeyManager newKey = new PEMFileKeyManager(chain.toFile(), privateKey.toFile());
      return new TlsMaterial(own, trust, newKey);
    } catch (KeyStoreException e) {
      // The SDK's message may quote the key.
      throw new CertificateException(
          chain + " and " + privateKey + " cannot be read as certificates and a PKCS #8 key", e);
    }
  }

  boolean hasTrust() {
    return own != null || trust != null;
  }

  /** Returns whether there is a client certificate, or a context that may have one. */
  boolean hasKey() {
    return own != null || key != null;
  }

  SSLContext context() {
    if (own != null) {
      return own;
    }
    try {
      if (!hasTrust() && !hasKey()) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          key == null ? null : new KeyManager[] {key},
          trust == null ? null : new TrustManager[] {trust},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no TLS context", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.ServerAddress.Protocol;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The TLS settings of servers, with their mistakes. Every method returns a changed copy. */
record TlsSettings(Protocol protocol, TlsMaterial material, List<String> mistakes) {

  private static final String TRUSTED_CERTIFICATES = "LdapServer.trustedCertificates";
  private static final String TRUST = "trust";

  /** Returns the defaults of Java. */
  static TlsSettings of(Protocol protocol) {
    return new TlsSettings(protocol, TlsMaterial.DEFAULT, List.of());
  }

  TlsSettings trustedCertificates(Path pemFile) {
    return with(
        TRUSTED_CERTIFICATES, TRUST, material.hasTrust(), () -> material.withTrust(pemFile));
  }

  TlsSettings trustedCertificates(KeyStore keyStore) {
    return with(
        TRUSTED_CERTIFICATES,
        TRUST,
        material.hasTrust(),
        () -> material.withTrust(TrustedCertificates.fromKeyStore(keyStore)));
  }

  TlsSettings sslContext(SSLContext context) {
    return with(
        "LdapServer.sslContext",
        TRUST,
        material.hasTrust() || material.hasKey(),
        () -> TlsMaterial.of(Objects.requireNonNull(context)));
  }

  TlsSettings clientCertificate(Path chain, Path privateKey) {
    return with(
        "LdapServer.clientCertificate",
        "a client certificate",
        material.hasKey(),
        () -> material.withClientCertificate(chain, privateKey));
  }

  private TlsSettings with(String setting, String what, boolean isSet, TlsMaterial.Source changed) {
    if (!protocol.tls()) {
      return mistaken(setting + ": needs TLS; " + ServerAddress.USE_TLS);
    }
    if (isSet) {
      return mistaken(setting + ": " + what + " is already configured");
    }
    try {
      return new TlsSettings(protocol, changed.read(), mistakes);
    } catch (CertificateException e) {
      return mistaken(setting + ": " + e.getMessage());
    } catch (Exception e) {
      return mistaken(setting + ": " + e);
    }
  }

  private TlsSettings mistaken(String mistake) {
    return new TlsSettings(
        protocol, material, Stream.concat(mistakes.stream(), Stream.of(mistake)).toList());
  }
}

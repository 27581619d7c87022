// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A new certificate authority. What it issues is valid as long as its own certificate, and shares
 * one key pair in the whole Java process, which takes long to generate.
 */
final class CertificateAuthority {

  /** A certificate, and the key that belongs to it. */
  record Issued(Certificate certificate, PrivateKey key) {}

  private static final OID SUBJECT_ALTERNATIVE_NAME = new OID("2.5.29.17");
  private static final OID BASIC_CONSTRAINTS = new OID("2.5.29.19");
  private static final SignatureAlgorithmIdentifier EC =
      SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA;
  private static final SignatureAlgorithmIdentifier RSA =
      SignatureAlgorithmIdentifier.SHA_256_WITH_RSA;
  private static final byte DNS_NAME = (byte) 0x82;
  private static final byte IP_ADDRESS = (byte) 0x87;

  private final KeyPair keys = keys("EC", 256);
  private final X509Certificate own;

  CertificateAuthority(Instant validFrom, Instant validTo) {
    byte[] mayIssue = new ASN1Sequence(new ASN1Boolean(true)).encode();
    own =
        selfSigned(
            EC,
            keys,
            "CN=Test Authority",
            validFrom,
            validTo,
            new X509CertificateExtension(BASIC_CONSTRAINTS, true, mayIssue));
  }

  /** Returns the authority's own certificate. */
  Certificate certificate() {
    try {
      return own.toCertificate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Issues a certificate.
   *
   * @param hosts the hosts and IP addresses among the alternative names; the certificate has no
   *     alternative names if there are none
   */
  Issued issue(String subject, String... hosts) {
    try {
      Certificate certificate =
          X509Certificate.generateIssuerSignedCertificate(
                  EC,
                  own,
                  keys.getPrivate(),
                  IssuedKeys.HOLDER.getPublicKeyAlgorithmOID(),
                  IssuedKeys.HOLDER.getPublicKeyAlgorithmParameters(),
                  IssuedKeys.HOLDER.getEncodedPublicKey(),
                  IssuedKeys.HOLDER.getDecodedPublicKey(),
                  new DN(subject),
                  own.getNotBeforeTime(),
                  own.getNotAfterTime(),
                  alternativeNames(hosts))
              .toCertificate();
      return new Issued(certificate, IssuedKeys.PAIR.getPrivate());
    } catch (Exception e) {
      throw new IllegalStateException(
          "could not make a certificate for " + subject + " at " + List.of(hosts), e);
    }
  }

  private static X509CertificateExtension[] alternativeNames(String... hosts) throws Exception {
    if (hosts.length == 0) {
      return new X509CertificateExtension[0];
    }
    ASN1Element[] names = new ASN1Element[hosts.length];
    for (int i = 0; i < hosts.length; i++) {
      boolean address = hosts[i].matches("[0-9.]+") || hosts[i].contains(":");
      names[i] =
          address
              ? new ASN1OctetString(IP_ADDRESS, InetAddress.getByName(hosts[i]).getAddress())
              : new ASN1OctetString(DNS_NAME, hosts[i]);
    }
    byte[] value = new ASN1Sequence(names).encode();
    return new X509CertificateExtension[] {
      new X509CertificateExtension(SUBJECT_ALTERNATIVE_NAME, false, value)
    };
  }

  /** Generated when the first certificate needs it. */
  private static final class IssuedKeys {

    // OpenLDAP's TLS library cannot read elliptic curve keys in the form in which Java writes them.
    static final KeyPair PAIR = keys("RSA", 2048);

    /** Signed only once, to have the public key in the form that issuing takes. */
    static final X509Certificate HOLDER =
        selfSigned(RSA, PAIR, "CN=Key", Instant.EPOCH, Instant.EPOCH);
  }

  private static X509Certificate selfSigned(
      SignatureAlgorithmIdentifier algorithm,
      KeyPair keys,
      String subject,
      Instant validFrom,
      Instant validTo,
      X509CertificateExtension... extensions) {
    try {
      return X509Certificate.generateSelfSignedCertificate(
          algorithm,
          keys,
          new DN(subject),
          validFrom.toEpochMilli(),
          validTo.toEpochMilli(),
          extensions);
    } catch (Exception e) {
      throw new IllegalStateException("could not make a certificate for " + subject, e);
    }
  }

  private static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm);
      keys.initialize(bits);
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

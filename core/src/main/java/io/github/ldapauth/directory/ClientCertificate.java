// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.util.ssl.PEMFileKeyManager;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import javax.net.ssl.X509KeyManager;

/** A client certificate with its private key. */
final class ClientCertificate {

  private ClientCertificate() {}

  static X509KeyManager fromPem(Path chain, Path privateKey) throws CertificateException {
    X509KeyManager manager;
    try {
      manager = new PEMFileKeyManager(chain.toFile(), privateKey.toFile());
    } catch (KeyStoreException e) {
      // The SDK's message may quote the key.
      throw new CertificateException(
          shown(chain)
              + " and "
              + shown(privateKey)
              + " cannot be read as certificates and a PKCS #8 key",
          e);
    }
    String alias = manager.chooseClientAlias(null, null, null);
    PublicKey certified = manager.getCertificateChain(alias)[0].getPublicKey();
    if (!belongTogether(certified, manager.getPrivateKey(alias))) {
      throw new CertificateException(
          privateKey + " is not the key of the first certificate in " + chain);
    }
    return manager;
  }

  /** Hides text that may be a key, given in place of its file. */
  private static String shown(Path file) {
    return SecretFile.isPath(file)
        ? file.toString()
        : "a file (not shown, as this may be its text)";
  }

  /** Signs and verifies. Other kinds of keys are for the handshake to judge. */
  private static boolean belongTogether(PublicKey certified, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "";
        };
    if (algorithm.isEmpty()) {
      return true;
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}

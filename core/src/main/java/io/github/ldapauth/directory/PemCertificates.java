// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates in a file in PEM form (RFC 7468). Java skips blocks that it cannot read, and not
 * every version skips the same ones, so each must be a whole certificate here.
 */
final class PemCertificates {

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----");
  private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");

  private PemCertificates() {}

  /**
   * Reads the file.
   *
   * @throws CertificateException if it cannot be read, or holds anything but certificates
   */
  static Collection<? extends Certificate> read(Path file) throws CertificateException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "a directory" : e.getClass().getSimpleName();
      throw new CertificateException(file + " cannot be read (" + why + ")", e);
    }
    Collection<? extends Certificate> found = certificates(bytes, file);
    if (found.isEmpty()) {
      throw new CertificateException(file + " contains no certificate");
    }
    return found;
  }

  private static Collection<? extends Certificate> certificates(byte[] bytes, Path file)
      throws CertificateException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      // Without a block, the file may be one certificate in DER form.
      return text.isBlank() || BEGIN.matcher(text).find() ? blocks(text, file) : read(bytes);
    } catch (Unreadable e) {
      throw e;
    } catch (CertificateException | IllegalArgumentException e) {
      throw new CertificateException(file + " cannot be read as certificates in PEM form", e);
    }
  }

  /** A mistake that needs no further words. */
  private static final class Unreadable extends CertificateException {

    private static final long serialVersionUID = 1;

    Unreadable(Path file, String what) {
      super(file + " " + what);
    }
  }

  private static Collection<? extends Certificate> read(byte[] bytes) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes));
  }

  private static List<Certificate> blocks(String text, Path file) throws CertificateException {
    List<Certificate> found = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    while (begin.find()) {
      String label = begin.group(1);
      requireCertificate(label, file);
      int end = text.indexOf("-----END " + label + "-----", begin.end());
      String body = end < 0 ? "-" : text.substring(begin.end(), end);
      if (body.contains("-")) {
        throw new Unreadable(
            file, "is cut off in certificate " + (found.size() + 1) + ", which has no END line");
      }
      found.addAll(read(Base64.getMimeDecoder().decode(body)));
    }
    return found;
  }

  private static void requireCertificate(String label, Path file) throws Unreadable {
    if (label.endsWith("PRIVATE KEY")) {
      throw new Unreadable(file, "contains a private key; name a file with certificates only");
    }
    if (label.equals("PKCS7") || label.equals("CMS")) {
      throw new Unreadable(
          file, "contains a PKCS #7 block; convert it with openssl pkcs7 -print_certs");
    }
    if (!CERTIFICATES.contains(label)) {
      throw new Unreadable(
          file, "contains \"" + LogText.of(label) + "\"; name a file with certificates only");
    }
  }
}

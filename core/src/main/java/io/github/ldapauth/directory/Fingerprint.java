// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash that stands for a secret or a long text. Equal ones stand for the same. */
public final class Fingerprint {

  private Fingerprint() {}

  /** Returns the SHA-256 hash in hexadecimal digits. */
  public static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The password of the service account, for one bind. */
final class ServiceSecret {

  private final byte[] bytes;
  private final String hash;

  private ServiceSecret(byte[] bytes, String hash) {
    this.bytes = bytes;
    this.hash = hash;
  }

  /** Returns a password that can change from one bind to the next. */
  static ServiceSecret of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ServiceSecret(bytes, Fingerprint.of(bytes));
  }

  /** Returns the password of an account that never has another one. */
  static ServiceSecret fixed(String text) {
    return new ServiceSecret(text.getBytes(StandardCharsets.UTF_8), "fixed");
  }

  /** Returns what is unusual for a password, in words; empty if nothing is. Never a part of it. */
  String oddity() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.contains("${")) {
      return ", and the password contains an unresolved placeholder";
    }
    if (text.startsWith("\uFEFF")) {
      return ", and the password begins with a byte order mark";
    }
    if (text.indexOf('\uFFFD') >= 0 || isMisread(text)) {
      return ", and the password looks as if its file was read in another encoding than UTF-8";
    }
    if (text.matches("(?s)([\"']).*\\1")) {
      return ", and the password is in quotation marks";
    }
    return text.equals(text.strip()) ? "" : ", and the password begins or ends with white space";
  }

  /** Returns whether the text is UTF-8 that was read as ISO-8859-1, as Properties.load does. */
  private static boolean isMisread(String text) {
    byte[] original = text.getBytes(StandardCharsets.ISO_8859_1);
    String decoded = new String(original, StandardCharsets.UTF_8);
    return text.equals(new String(original, StandardCharsets.ISO_8859_1))
        && decoded.length() < text.length()
        && decoded.indexOf('\uFFFD') < 0;
  }

  /** Returns the password in UTF-8, not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns a text that is equal for equal passwords of the account. */
  String hash() {
    return hash;
  }

  /** Overwrites the password. */
  void clear() {
    Arrays.fill(bytes, (byte) 0);
  }
}

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

  byte[] copy() {
    return bytes.clone();
  }

  /**
   * Returns the text that stands for the password where it is compared with the account's others.
   */
  String hash() {
    return hash;
  }

  /** Overwrites the password, as the connection stores its last bind. */
  void clear() {
    Arrays.fill(bytes, (byte) 0);
  }
}

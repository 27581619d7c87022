// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The password of the service account, for one bind. */
final class ServiceSecret {

  private final byte[] bytes;
  private final String hash;

  ServiceSecret(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.hash = Fingerprint.of(bytes);
  }

  byte[] copy() {
    return bytes.clone();
  }

  /** Returns the hash that stands for the password where it is compared. */
  String hash() {
    return hash;
  }

  /** Overwrites the password, as the connection stores its last bind. */
  void clear() {
    Arrays.fill(bytes, (byte) 0);
  }
}

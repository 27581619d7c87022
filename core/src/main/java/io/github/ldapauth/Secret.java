// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Holds the password of one attempt, and knows whether it went to a directory. */
final class Secret {

  private final char[] password;
  private boolean sent;

  Secret(char[] password) {
    this.password = password;
  }

  /** Returns the password, which is about to be sent. */
  char[] send() {
    sent = true;
    return password;
  }

  boolean isSent() {
    return sent;
  }

  /** Returns a copy for somebody who checks it here. */
  char[] copy() {
    return password.clone();
  }
}

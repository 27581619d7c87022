// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import org.jspecify.annotations.Nullable;

/** Holds the password of one attempt, and knows what came of it in the directories. */
final class Secret {

  private final char[] password;
  private boolean sent;
  private @Nullable LdapDirectoryException unanswered;

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

  /** Remembers that a directory gave no answer. */
  void unanswered(LdapDirectoryException failure) {
    unanswered = failure;
  }

  /** Returns whether this came from the directory asked last, and not from the application. */
  boolean isUnanswered(LdapDirectoryException failure) {
    return failure == unanswered;
  }

  /** Returns a copy for somebody who checks it here. */
  char[] copy() {
    return password.clone();
  }
}

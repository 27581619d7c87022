// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The password of one sign-in, and what became of it in the directories. */
final class Password implements AutoCloseable {

  private final char[] password;
  private boolean sent;
  private @Nullable LdapDirectoryException failure;

  /** Copies what was typed; null becomes empty. */
  Password(@Nullable CharSequence typed) {
    password = new char[typed == null ? 0 : typed.length()];
    for (int i = 0; i < password.length; i++) {
      password[i] = Objects.requireNonNull(typed).charAt(i);
    }
  }

  /**
   * Checks that a directory may get it.
   *
   * @throws Rejection if not
   */
  void check() {
    Credentials.check(password);
  }

  /** Returns the password, which counts as sent from now on, whatever becomes of the request. */
  char[] forSending() {
    sent = true;
    return password;
  }

  boolean isSent() {
    return sent;
  }

  /** Notes that the directory asked last failed. */
  void failedWith(LdapDirectoryException failure) {
    this.failure = failure;
  }

  /** Returns whether the directory asked last failed with this, rather than the application. */
  boolean isFailure(LdapDirectoryException failure) {
    return failure == this.failure;
  }

  /** Returns a copy, to be checked without a directory. */
  char[] copy() {
    return password.clone();
  }

  /** Clears the copy. */
  @Override
  public void close() {
    Arrays.fill(password, '\0');
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The password of one sign-in, and whether it was sent to a directory. */
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
   * Checks the password before it is sent.
   *
   * @throws Rejection if it is not {@linkplain Credentials#check(char[]) usable}
   */
  void check() {
    Credentials.check(password);
  }

  /** Returns the password, and marks it as sent even if the request fails. */
  char[] forSending() {
    sent = true;
    return password;
  }

  boolean isSent() {
    return sent;
  }

  /** Records the failure of the directory that was tried last. */
  void failedWith(LdapDirectoryException failure) {
    this.failure = failure;
  }

  /** Returns whether this is that failure, rather than an exception of the application. */
  boolean isFailure(LdapDirectoryException failure) {
    return failure == this.failure;
  }

  /** Returns a copy for a {@link SignInMethod}. */
  char[] copy() {
    return password.clone();
  }

  /** Clears the copy. */
  @Override
  public void close() {
    Arrays.fill(password, '\0');
  }
}

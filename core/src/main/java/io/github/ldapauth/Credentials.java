// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import org.jspecify.annotations.Nullable;

/** Checks of user names and passwords, before anything is sent. */
final class Credentials {

  private static final int MAX_USERNAME_LENGTH = 256;

  /**
   * Servers close the connection after a request that is too large: 389 at 2 MiB, slapd at 256 KiB.
   */
  private static final int MAX_PASSWORD_LENGTH = 8192;

  private Credentials() {}

  /**
   * Returns the user name that was typed, without white space around it.
   *
   * @throws Rejection if it is not {@linkplain #check(String) usable}
   */
  static String username(@Nullable String typed) {
    return check(typed == null ? "" : strip(typed));
  }

  /**
   * Returns a user name unchanged. Two user names may differ only in white space around them.
   *
   * @throws Rejection if it is blank, too long, or contains control characters or half a surrogate
   *     pair
   */
  static String check(String username) {
    if (strip(username).isEmpty()) {
      throw invalidUsername("the user name is empty");
    }
    if (username.length() > MAX_USERNAME_LENGTH) {
      throw invalidUsername("the user name is longer than " + MAX_USERNAME_LENGTH + " characters");
    }
    for (int i = 0; i < username.length(); i = username.offsetByCodePoints(i, 1)) {
      if (isControlOrHalf(username.codePointAt(i))) {
        throw invalidUsername("the user name contains control characters");
      }
    }
    return username;
  }

  /**
   * Checks a password. White space may be part of it.
   *
   * @throws Rejection if it is empty or too long, or contains NUL or half a surrogate pair. A bind
   *     with an empty password is unauthenticated (RFC 4513, section 5.1.2); some directories
   *     ignore what follows NUL; half a surrogate pair has no UTF-8 form
   */
  static void check(char[] password) {
    if (password.length == 0) {
      throw new Rejection(RejectionReason.INVALID_PASSWORD, "the password is empty");
    }
    if (password.length > MAX_PASSWORD_LENGTH) {
      throw new Rejection(
          RejectionReason.INVALID_PASSWORD,
          "the password is longer than " + MAX_PASSWORD_LENGTH + " characters");
    }
    for (int i = 0; i < password.length; i++) {
      int codePoint = Character.codePointAt(password, i);
      if (codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE) {
        throw new Rejection(
            RejectionReason.INVALID_PASSWORD, "the password contains NUL or half a surrogate pair");
      }
      i += Character.charCount(codePoint) - 1;
    }
  }

  private static Rejection invalidUsername(String detail) {
    return new Rejection(RejectionReason.INVALID_USERNAME, detail);
  }

  private static boolean isControlOrHalf(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /**
   * Returns whether a character is a space, including no-break spaces, unlike {@link String#strip}.
   */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}

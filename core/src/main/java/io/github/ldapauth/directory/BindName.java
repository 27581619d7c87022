// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/**
 * Names somebody in a bind request (RFC 4511, section 4.2): by a DN, or by another name that the
 * directory knows, such as {@code alice@example.com} in Active Directory. Never empty, as a bind
 * without a name proves nothing.
 */
public final class BindName {

  private final String text;

  private BindName(String text) {
    this.text = text;
  }

  /**
   * Names the entry with this DN.
   *
   * @throws IllegalArgumentException if it is the empty DN
   */
  public static BindName of(Dn dn) {
    return of(dn.toString());
  }

  static BindName of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a bind without a name proves nothing");
    }
    return new BindName(text);
  }

  /** Returns the name as it is sent. */
  @Override
  public String toString() {
    return text;
  }
}

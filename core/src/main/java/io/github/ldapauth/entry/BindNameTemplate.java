// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

/**
 * A template of names for a bind that are not DNs: a text with {@code {username}} in it. Nothing
 * can be escaped in such a name, so a user name that could change its form is rejected.
 */
public final class BindNameTemplate {

  /** The characters of other forms: a DN, a name after a domain, a path or the id of an entry. */
  private static final String SEPARATORS = "=\\/<>";

  private final String template;

  private BindNameTemplate(String template) {
    this.template = template;
  }

  /**
   * Parses a text with {@code {username}} in it.
   *
   * @throws IllegalArgumentException if it has no placeholder, contains control characters, or
   *     would make DNs
   */
  public static BindNameTemplate parse(String text) {
    Placeholder.check(text);
    if (text.indexOf('=') >= 0) {
      throw new IllegalArgumentException("would make DNs; use UserLookup.dnTemplate");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("contains control characters");
    }
    return new BindNameTemplate(text);
  }

  /**
   * Returns the name for one user name.
   *
   * @throws IllegalArgumentException if the user name contains one of {@code = \ / < >}, or an
   *     {@code @} although the template has one
   */
  public String with(String username) {
    boolean oneAtMost = template.indexOf('@') >= 0;
    for (int i = 0; i < username.length(); i++) {
      char c = username.charAt(i);
      if (SEPARATORS.indexOf(c) >= 0 || (oneAtMost && c == '@')) {
        throw new IllegalArgumentException("the user name contains " + c);
      }
    }
    return Placeholder.fill(template, username);
  }

  /** Returns the template as it was written. */
  @Override
  public String toString() {
    return template;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

/**
 * Makes names for a bind, other than DNs, from text with {@code {username}} in it. There is no way
 * to escape anything in such a name, so that a user name which could turn it into a name of another
 * form is refused.
 */
public final class BindNameTemplate {

  /** They make a DN, a name with a domain before it, a path or the id of an entry. */
  private static final String SEPARATORS = "=\\/<>";

  private final String template;

  private BindNameTemplate(String template) {
    this.template = template;
  }

  /**
   * Takes text with {@code {username}} in it.
   *
   * @throws IllegalArgumentException if it lacks the placeholder, has control characters in it, or
   *     would make DNs
   */
  public static BindNameTemplate parse(String text) {
    Placeholder.check(text);
    if (text.indexOf('=') >= 0) {
      throw new IllegalArgumentException("would make DNs; use UserLookup.dnTemplate");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("has control characters in it");
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
    return template.replace(Placeholder.USERNAME, username);
  }

  /** Returns the template as it was written. */
  @Override
  public String toString() {
    return template;
  }
}

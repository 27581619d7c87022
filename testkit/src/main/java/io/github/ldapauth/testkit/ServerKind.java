// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/**
 * Names a kind of directory server that a {@link TestDirectory} can behave like.
 *
 * @see TestDirectoryBuilder#like
 */
public enum ServerKind {
  /**
   * Behaves as RFC 4511 to 4519 say, and no more: groups have members, people have no {@code
   * memberOf}, and no account is ever locked.
   */
  PLAIN,

  /**
   * Behaves like OpenLDAP's slapd with the overlays memberof and refint.
   *
   * <p>Emulates: {@code memberOf} as an operational attribute, returned only if it is asked for by
   * name or by {@code +}, usable in filters, and in step with {@code member} and {@code
   * uniqueMember}, direct memberships only; members that follow a rename or delete; a failed bind
   * answered by 49 without a text.
   */
  OPEN_LDAP;

  /** Begins to behave like this kind of server. */
  Emulation emulation(PasswordPolicy policy) {
    return switch (this) {
      case PLAIN -> new PlainEmulation();
      case OPEN_LDAP -> new OpenLdapEmulation();
    };
  }
}

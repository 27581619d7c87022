// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/** Attributes of a user's entry that show the state of the account, by the kind of directory. */
public enum AccountAttributes {
  /**
   * Active Directory and Samba: {@code userAccountControl}, {@code
   * msDS-User-Account-Control-Computed}, {@code accountExpires}, {@code pwdLastSet} and {@code
   * lockoutTime}.
   */
  ACTIVE_DIRECTORY,
  /**
   * The draft of password policies, as in OpenLDAP and OpenDJ: {@code pwdAccountLockedTime}, {@code
   * pwdReset}, {@code pwdStartTime} and {@code pwdEndTime}. A lock counts until the directory
   * removes the attribute, which OpenLDAP does at the first bind after its end.
   */
  PASSWORD_POLICY,
  /** 389 Directory Server and FreeIPA: {@code nsAccountLock} and {@code accountUnlockTime}. */
  DIRECTORY_389,
  /**
   * FreeIPA and other Kerberos realms in a directory: {@code krbPrincipalExpiration} and {@code
   * krbPasswordExpiration}. FreeIPA accepts binds with an expired password.
   */
  KERBEROS,
  /** Accounts of Unix (RFC 2307): {@code shadowExpire}, the day of the expiry. */
  SHADOW,
  /** OpenDJ: {@code ds-pwp-account-disabled} and {@code ds-pwp-account-expiration-time}. */
  OPEN_DJ,
  /** NetIQ eDirectory: {@code loginDisabled}. */
  E_DIRECTORY
}

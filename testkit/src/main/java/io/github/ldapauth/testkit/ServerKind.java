// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.InstantSource;

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
   * Behaves like OpenLDAP's slapd with the overlays memberof, refint and ppolicy.
   *
   * <p>Groups: {@code memberOf} is an operational attribute, returned only if it is asked for by
   * name or by {@code +}, usable in filters, and in step with {@code member} and {@code
   * uniqueMember}; direct memberships only. Members follow a rename or delete.
   *
   * <p>Binds: a failed one is answered by 49 without a text, a name that is no DN by 34, a DN
   * without a password by 53.
   *
   * <p>The {@link PasswordPolicy}, as with {@code ppolicy_use_lockout}: lock-out, expiry, warnings
   * and grace logins. What is known of an account is in the operational attributes {@code
   * pwdChangedTime}, {@code pwdFailureTime}, {@code pwdAccountLockedTime}, {@code pwdGraceUseTime},
   * {@code pwdReset}, {@code pwdStartTime} and {@code pwdEndTime}, and may be set there. A client
   * learns of it only by the response control of draft-behera-ldap-password-policy-10, if it asks
   * for that: without, a locked account and an expired password look like a wrong password. After a
   * bind with a password that must be changed, everything but the change is refused with 50.
   *
   * <p>Knows all of {@link AccountState}; {@code DISABLED} is a lock for ever.
   *
   * <p>Does not emulate: access rules, rules for new passwords, a password that must be changed
   * because somebody else changed it, policies of single entries.
   */
  OPEN_LDAP,

  /**
   * Behaves like 389 Directory Server, of which FreeIPA and Red Hat Directory Server are made, with
   * its plug-ins MemberOf and Referential Integrity.
   *
   * <p>Entries: {@code nsUniqueId} is an operational attribute. {@code memberOf} is not: it comes
   * with all user attributes. It names the groups of groups too, by {@code member} and {@code
   * uniqueMember}, can be used in filters, and members follow a rename or delete.
   *
   * <p>Binds: a failed one is answered by 49 without a text, also if the name is no DN; a DN
   * without a password by 53; a password without a DN by success, as anonymous.
   *
   * <p>The {@link PasswordPolicy}: lock-out (19; wrong passwords are forgotten 10 minutes after the
   * first), expiry (49 "password expired!"), warnings and grace logins. These answers come unasked,
   * and with the controls 2.16.840.1.113730.3.4.4 (expired) and 2.16.840.1.113730.3.4.5 (expiring,
   * with the seconds left); clients that ask get the response control of
   * draft-behera-ldap-password-policy-10 besides. A locked or disabled account (53) is reported to
   * a wrong password too. After a bind with a password that must be changed, everything but the
   * change is refused with 53 until the next bind. What is known of an account is in the
   * operational attributes {@code nsAccountLock}, {@code passwordRetryCount}, {@code
   * retryCountResetTime}, {@code accountUnlockTime}, {@code passwordExpirationTime}, {@code
   * passwordExpWarned} and {@code passwordGraceUserTime}, and may be set there.
   *
   * <p>Knows all of {@link AccountState} but {@code EXPIRED}.
   *
   * <p>Does not emulate: access rules, rules for new passwords, the demand for TLS to change one, a
   * password that must be changed because somebody else changed it, policies of single entries, the
   * object class that the plug-in MemberOf adds to members. FreeIPA's tree and Kerberos attributes
   * are as the test makes them.
   */
  DIRECTORY_389;

  /** Begins to behave like this kind of server. */
  Emulation emulation(PasswordPolicy policy, InstantSource clock) {
    return switch (this) {
      case PLAIN -> new PlainEmulation();
      case OPEN_LDAP -> new OpenLdapEmulation(policy, clock);
      case DIRECTORY_389 -> new Directory389Emulation(policy, clock);
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.Emulation;
import io.github.ldapauth.testkit.server.PolicyRules;
import io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryEmulation;
import io.github.ldapauth.testkit.server.policy.Directory389Emulation;
import io.github.ldapauth.testkit.server.policy.FreeIpaEmulation;
import io.github.ldapauth.testkit.server.policy.OpenDjEmulation;
import io.github.ldapauth.testkit.server.policy.OpenLdapEmulation;
import java.time.InstantSource;

/**
 * A kind of directory server that a {@link TestDirectory} can behave like.
 *
 * @see TestDirectoryBuilder#like
 */
public enum ServerKind {
  /**
   * Behaves as RFC 4511 to 4519 say: groups have members, users have no {@code memberOf}, and no
   * account is ever locked. Extensible filters and aliases are those of {@link #OPEN_LDAP}. A paged
   * results cookie (RFC 2696) continues its search on its connection only; others get 53. With any
   * kind, a critical control gets 12 unless the root DSE names it and it is for such a request.
   */
  PLAIN,

  /**
   * Behaves like OpenLDAP's slapd with the overlays memberof, refint and ppolicy.
   *
   * <p>Groups: {@code memberOf} is an operational attribute, returned only if requested by name or
   * by {@code +}, usable in filters, and in step with {@code member} and {@code uniqueMember};
   * direct memberships only. Members follow a rename or delete.
   *
   * <p>Binds: a failed one gets 49 without a text, a name that is not a DN gets 34, a DN without a
   * password gets 53. StartTLS makes a connection anonymous.
   *
   * <p>The {@link PasswordPolicy}, as with {@code ppolicy_use_lockout}. The state of an account is
   * in the operational attributes {@code pwdChangedTime}, {@code pwdFailureTime}, {@code
   * pwdAccountLockedTime}, {@code pwdGraceUseTime}, {@code pwdReset}, {@code pwdStartTime} and
   * {@code pwdEndTime}, and may be set there. Only clients that ask for the response control of
   * draft-behera-ldap-password-policy-10 learn of it: to others, a locked account and an expired
   * password look like a wrong password. After a bind with a password that must be changed, all but
   * the change gets 50. A new password that is too short, the current one or one of the {@link
   * PasswordPolicy#history} before it gets 19, with the error in the response control;
   * administrators may set it. The password modify operation (RFC 3062) takes a DN as an identity
   * (others: 21), and hashes the password ({@code {SSHA}}); a modify stores it as it is.
   *
   * <p>Extensible filters: the rules caseIgnoreMatch, caseExactMatch, caseIgnoreIA5Match,
   * caseExactIA5Match, distinguishedNameMatch, integerMatch and octetStringMatch for attributes of
   * their syntax, or for all of them if none is named; {@code :dn:}. Another rule is undefined: it
   * matches no entry, even under NOT.
   *
   * <p>Binds by SASL EXTERNAL: a certificate whose subject has no entry gets 49; slapd would bind
   * as the subject. Credentials that are absent, not empty, get 14.
   *
   * <p>{@link TestDirectoryBuilder#readableOnlyBy}: a base that a client may not read is not there
   * (32).
   *
   * <p>Aliases are dereferenced on request (RFC 4511, section 4.5.1.3). A base that leads nowhere
   * or to itself gets 33; below the base, such an alias is skipped. Each entry comes once; slapd
   * repeats an entry that a search reaches twice.
   *
   * <p>Paged searches (RFC 2696): a connection has one at a time, and its cookie is a number that
   * grows. A higher one, or one of another length, gets 2, a lower one 53. The size limit counts
   * over all pages; paging is off if the limit is no more than a page.
   *
   * <p>The schema is that of RFC 2307, 2798, 4512, 4519, 4523 and 4524, at {@code cn=Subschema}.
   * Filters and compares heed it: an attribute, rule or value that it does not have is undefined
   * (an attribute that an entry has is known), DNs have no substrings, attributes include their
   * subtypes. {@link TestDirectoryBuilder#schemaChecked} refuses entries with the server's codes
   * (17, 19, 21, 65). The root DSE shows its object class, and the rest only by name or by {@code
   * +}. An approximate match is an equality.
   *
   * <p>Knows all of {@link AccountState}; {@code DISABLED} is a lock for ever.
   *
   * <p>Does not emulate: other access rules, other rules for new passwords, a password that must be
   * changed because an administrator set it, policies of single entries.
   */
  OPEN_LDAP,

  /**
   * Behaves like 389 Directory Server, which is also Red Hat Directory Server, with its plug-ins
   * MemberOf and Referential Integrity.
   *
   * <p>Entries: {@code nsUniqueId} is an operational attribute. {@code memberOf} is not: it comes
   * with all user attributes. It names the groups of groups too, by {@code member} and {@code
   * uniqueMember}, can be used in filters, and members follow a rename or delete.
   *
   * <p>Binds: a failed one gets 49 without a text, even if the name is not a DN. A DN without a
   * password gets 53. A password without a DN succeeds, and is anonymous. StartTLS makes a
   * connection anonymous.
   *
   * <p>The {@link PasswordPolicy}: a locked account gets 19 (wrong passwords are forgotten 10
   * minutes after the first), a disabled one 53, both with a wrong password too; an expired
   * password 49 "password expired!". These answers come unasked, with the controls
   * 2.16.840.1.113730.3.4.4 (expired) and 2.16.840.1.113730.3.4.5 (expiring, with the seconds
   * left); clients that ask get the response control of draft-behera-ldap-password-policy-10
   * besides. After a bind with a password that must be changed, all but the change, even StartTLS,
   * gets 53 until the next bind. New passwords are refused as by {@link #OPEN_LDAP}; the error is 5
   * for a short one, and missing for the current one. The state of an account is in the operational
   * attributes {@code nsAccountLock}, {@code passwordRetryCount}, {@code retryCountResetTime},
   * {@code accountUnlockTime}, {@code passwordExpirationTime}, {@code passwordExpWarned} and {@code
   * passwordGraceUserTime}, and may be set there. The password modify operation (RFC 3062) takes
   * the DN of an entry as an identity (others: 32), and needs TLS (13). All passwords are hashed
   * ({@code {PBKDF2-SHA512}}, with far fewer iterations than the server takes).
   *
   * <p>Extensible filters: the same rules as {@link #OPEN_LDAP} and objectIdentifierMatch, for any
   * attribute; {@code :dn:} counts only without a rule. An unknown rule, or a rule without an
   * attribute, gets 12.
   *
   * <p>Paged searches (RFC 2696): the cookie is the number of a slot of the connection, and stays
   * the same from page to page; a slot never used gets 12. The size limit counts for each page.
   *
   * <p>The schema is that of RFC 2307bis and of those above, with the attributes of accounts, at
   * {@code cn=schema}. In filters, what it does not have is false; other names and OIDs of
   * attributes count, subtypes do not, and times compare as text. Entries get the superior object
   * classes, and attributes the names by which they are requested. {@link
   * TestDirectoryBuilder#schemaChecked} refuses entries with 21 and 65. Where the server
   * contradicts itself in comparing by order, the kit does not.
   *
   * <p>Sorted searches (RFC 2891): an attribute that is unknown or holds DNs gets 53, and a
   * matching rule 1, if the control is critical; else the response control says so.
   *
   * <p>A search below the empty base reaches all bases; the server searches below the first.
   *
   * <p>Proxied authorization (RFC 4370): administrators act for any DN. Others find nothing, and
   * their other requests get 50. Anonymous clients search as before.
   *
   * <p>Controls: binds and extended operations refuse a password policy control that is critical.
   *
   * <p>Knows all of {@link AccountState} except {@code EXPIRED}.
   *
   * <p>{@link TestDirectoryBuilder#readableOnlyBy}: a base that a client may not read looks empty,
   * even if it is not there. The server takes {@code userPassword} by its OID for another
   * attribute.
   *
   * <p>Does not emulate: other access rules, other rules for new passwords, a password that must be
   * changed because an administrator set it, policies of single entries, the object class that the
   * plug-in MemberOf adds to members, that a compare takes a DN in another spelling for another
   * one.
   */
  DIRECTORY_389,

  /**
   * Behaves like FreeIPA, which is a {@link #DIRECTORY_389} with a tree, accounts and a password
   * policy of its own. This kind was never compared with a real FreeIPA. What it shares with {@link
   * #DIRECTORY_389} was observed on that server; what follows comes from the documentation of
   * FreeIPA 4 only.
   *
   * <p>Entries: users below {@code cn=users,cn=accounts} and groups below {@code
   * cn=groups,cn=accounts}, both of POSIX, with {@code ipaUniqueID}. A described user has the
   * {@code krbPrincipalName} name@EXAMPLE.COM. {@code memberOf} names nested groups.
   *
   * <p>The tree {@code cn=compat} shows each of these users and groups once more, with the
   * attributes of RFC 2307 only: a search from the base finds a user twice. {@code memberUid} names
   * the members of nested groups too. A bind as such a user is one as the original.
   *
   * <p>Accounts: {@code nsAccountLock}, {@code krbPrincipalExpiration}, {@code
   * krbPasswordExpiration}, {@code krbLoginFailedCount} and {@code krbLastFailedAuth} hold their
   * state and may be set. A disabled (as {@link #DIRECTORY_389} says), expired ("Account (Kerberos
   * principal) is expired") or locked ("Too many failed logins.", "Entry permanently locked.")
   * account gets 53, even with a wrong password. Wrong passwords are forgotten 60 seconds after the
   * last. An expired password, or one that must be changed, stops no bind: read {@code
   * krbPasswordExpiration}. {@link PasswordPolicy#warnBefore} and {@link
   * PasswordPolicy#graceLogins} have no effect. {@link PasswordPolicy#history} counts the current
   * password, too.
   *
   * <p>Does not emulate: Kerberos, one-time passwords, the group {@code ipausers}, private groups
   * of users, access rules, and {@code enrolledBy} and the like. It adds few of the object classes.
   */
  FREE_IPA,

  /**
   * Behaves like OpenDJ 5.0, with its default configuration unless noted.
   *
   * <p>Groups: {@code isMemberOf} is an operational attribute, returned only if requested by name
   * or by {@code +}, and usable in filters and compares. It names the groups of groups too, by
   * {@code member} and {@code uniqueMember}. There is no {@code memberOf}, and members do not
   * follow a rename or delete.
   *
   * <p>Binds: a failed one gets 49 without a text, even if the name is not a DN. A DN without a
   * password gets 53.
   *
   * <p>The {@link PasswordPolicy}, as with {@code expire-passwords-without-warning}. Clients that
   * ask get the response control of draft-behera-ldap-password-policy-10, others the controls
   * 2.16.840.1.113730.3.4.4 (expired) and 2.16.840.1.113730.3.4.5 (expiring). A disabled or expired
   * account looks like a wrong password; a locked account or an expired password is reported with
   * the right password only. A grace login succeeds, with a warning and an error in one control.
   * After it, and after a bind with a password that must be changed, all but the change gets 19.
   * New passwords are refused as by {@link #DIRECTORY_389}, even if an administrator sets them. The
   * state of an account is in the operational attributes {@code ds-pwp-account-disabled}, {@code
   * ds-pwp-account-expiration-time}, {@code pwdChangedTime}, {@code pwdFailureTime}, {@code
   * pwdAccountLockedTime}, {@code pwdGraceUseTime} and {@code pwdReset}, and may be set there; the
   * server lets clients set the first two only. All passwords are hashed ({@code {SSHA}}). The
   * password modify operation (RFC 3062) takes a DN as an identity; the server takes user names
   * too.
   *
   * <p>Extensible filters: the same rules as {@link #DIRECTORY_389}. An unknown rule, such as the
   * one in chain, gets 80. An unknown attribute is false, not undefined.
   *
   * <p>Paged searches (RFC 2696): a cookie continues on any connection. A size limit that is no
   * more than a page turns paging off, and others have no effect.
   *
   * <p>The schema is that of {@link #PLAIN} with the attributes of accounts, at {@code cn=schema}.
   * {@link TestDirectoryBuilder#bindRequiredToSearch} refuses with 53; the server then refuses the
   * root DSE too. {@link TestDirectoryBuilder#tlsRequiredToBind} refuses as if the password were
   * wrong (49).
   *
   * <p>Knows all of {@link AccountState}.
   *
   * <p>Does not emulate: other access rules (the server lets no anonymous client page or sort),
   * dynamic and virtual groups, that the password policy control is refused where it has no
   * meaning, other rules for new passwords, policies of single entries.
   */
  OPEN_DJ,

  /**
   * Behaves like a domain controller of Active Directory. The base should be made of domain
   * components: with {@code dc=ad,dc=example,dc=com}, the domain is {@code ad.example.com}, in
   * short {@code AD}.
   *
   * <p>Emulates:
   *
   * <ul>
   *   <li>Entries: users and groups below {@code CN=Users}; {@code objectGUID}, {@code objectSid},
   *       {@code sAMAccountName}, {@code userAccountControl}, {@code primaryGroupID}, {@code
   *       pwdLastSet}, {@code groupType} and the like are completed, unless they are given, the
   *       first two as bytes or, as samba-tool writes them, as text. A described user has the
   *       {@code userPrincipalName} name@ad.example.com. {@code Domain Users} is there, and a
   *       member of {@code CN=Users,CN=Builtin}.
   *   <li>Passwords: a modify of {@code unicodePwd} sets them, over TLS only (Samba also takes them
   *       in clear text). Users delete the old and add the new password; others replace it. A wrong
   *       old password is 19 and counts as a failure. A new one that is too short, or one of the
   *       last {@link PasswordPolicy#history}, is 19, and 53 if others replace it (Samba: 19),
   *       which former ones may be; the text begins with 0000052D. No client sees, finds or
   *       compares a password.
   *   <li>Binds by DN, {@code userPrincipalName}, {@code name@ad.example.com}, {@code name@AD} or
   *       {@code AD\name}, in any case; not by the bare {@code sAMAccountName}. A failed bind is 49
   *       with a code in the text, which ends in a NUL character (not so at Samba): 52e wrong name
   *       or password, 533 {@link AccountState#DISABLED}, 701 {@link AccountState#EXPIRED}, 773
   *       {@link AccountState#MUST_CHANGE_PASSWORD}, 532 {@link AccountState#PASSWORD_EXPIRED}
   *       (needs a {@link PasswordPolicy#maxAge}), 530 outside {@code logonHours}, 531 if {@code
   *       userWorkstations} does not name DC1: all these only with the right password; 775 {@link
   *       AccountState#LOCKED} with any. The connection keeps its identity. A bind with a DN and no
   *       password succeeds, and is anonymous (which Active Directory is known to do; Samba
   *       refuses).
   *   <li>Account states are in {@code userAccountControl}, {@code lockoutTime}, {@code
   *       accountExpires} and {@code pwdLastSet}, so that LDIF can bring them. The {@link
   *       PasswordPolicy} counts in {@code badPwdCount}; it has no warnings and no grace logins.
   *       Values that are not numbers are refused in all of these, to clients with 21.
   *   <li>Searches: the matching rules 1.2.840.113556.1.4.803 and 804 (bits) and 1941 (in chain,
   *       for {@code member} and {@code memberOf}); {@code memberOf}, direct groups only, without
   *       the primary one; {@code tokenGroups}, only if requested by name and with scope base, else
   *       result 1; that of the root DSE begins with the client's own SID; {@code objectSid} and
   *       {@code objectGUID} in filters as text or as bytes; {@code objectCategory} by class name;
   *       no other matching rules, and {@code :dn:} is ignored; more than 1,500 values of an
   *       attribute in ranges ({@code member;range=0-1499}; Samba makes ranges only on request). A
   *       search of more than the base itself, from the base, ends with a reference to the
   *       configuration. A paged results cookie continues its own search (12 with another filter)
   *       on its connection (else 53); the size limit counts for each page (Samba ignores it).
   *       Searches are sorted (RFC 2891), by an unknown attribute in any order; Samba sends no
   *       response control for that. Searches are refused with 1 to clients that did not bind, but
   *       for the root DSE.
   * </ul>
   *
   * <p>The schema is the usual part of that of Active Directory, some 150 attributes, without
   * auxiliary classes, at {@code CN=Aggregate,CN=Schema,…}. The root DSE is that of a domain of
   * level 4, without {@code vendorName}; its only naming context is the base. {@link
   * TestDirectoryBuilder#schemaChecked} refuses entries with 16, 19 (Samba: 20 in a modify), 21,
   * 34, 53 and 65, as Samba does, with texts of its own.
   *
   * <p>Does not emulate: access rules ({@link TestDirectoryBuilder#readableOnlyBy} is that of
   * {@link #DIRECTORY_389}; a domain lets users read most of each other), other rules for new
   * passwords, bind names other than these, {@code anr}, the global catalog, search bases such as
   * {@code <SID=...>}, the code 525, that the previous password goes on working for a while, and
   * that a search for {@code tokenGroups} with another scope succeeds if it finds nothing.
   */
  ACTIVE_DIRECTORY;

  Emulation emulation(String baseDn, PolicyRules policy, InstantSource clock) {
    return switch (this) {
      case PLAIN -> Emulation.plain();
      case OPEN_LDAP -> new OpenLdapEmulation(policy, clock);
      case DIRECTORY_389 -> new Directory389Emulation(policy, clock);
      case OPEN_DJ -> new OpenDjEmulation(policy, clock);
      case FREE_IPA -> new FreeIpaEmulation(baseDn, policy, clock);
      case ACTIVE_DIRECTORY -> new ActiveDirectoryEmulation(baseDn, policy, clock);
    };
  }
}

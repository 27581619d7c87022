// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** A reason to reject a user: for logs and operators, not for the user. */
public enum RejectionReason {
  /**
   * The user name is empty or too long, or contains control characters, half a surrogate pair or
   * characters that a bind name must not have. Nothing was sent.
   */
  INVALID_USERNAME,
  /**
   * The password is empty, longer than 8,192 characters, or contains NUL or half a surrogate pair.
   * Nothing was sent.
   */
  INVALID_PASSWORD,
  /** No entry matches the user name. */
  USER_NOT_FOUND,
  /**
   * Several entries match the user name; or the entry has several values of the user name
   * attribute, none of them in its RDN; or it is not the bound user's entry.
   */
  AMBIGUOUS_USER,
  /** The password is wrong. With a DN template, the user name may be unknown instead. */
  INVALID_CREDENTIALS,
  /**
   * The account is locked, as after too many wrong passwords; the password may be right or wrong.
   * OpenLDAP reports disabled and idle accounts as locked too. If it hides locks, an expired lock
   * may still be reported until the next sign-in.
   */
  ACCOUNT_LOCKED,
  /**
   * No bind was sent, as one more wrong password would have locked the account. See {@link
   * LdapAuthConfigBuilder#avoidLockout}.
   */
  LOCKOUT_AVOIDED,
  /** The account is disabled. The password may be right or wrong. */
  ACCOUNT_DISABLED,
  /** The account has expired, or is not valid yet. The password may be right or wrong. */
  ACCOUNT_EXPIRED,
  /** The account was not used for too long. The password may be right or wrong. */
  ACCOUNT_IDLE,
  /**
   * The password has expired. {@link LdapAuthenticator#changePassword} can change it in Active
   * Directory and FreeIPA only.
   */
  PASSWORD_EXPIRED,
  /**
   * An administrator set the password. The user must change it first, by {@link
   * LdapAuthenticator#changePassword} for example.
   */
  MUST_CHANGE_PASSWORD,
  /** The directory permits the user at other times. */
  NOT_AT_THIS_HOUR,
  /** The directory permits the user from, or at, other computers. */
  NOT_FROM_HERE,
  /** The directory rejects the bind for another reason. The detail contains its answer. */
  REFUSED_BY_DIRECTORY,
  /** The user does not satisfy a {@code require} rule. */
  REQUIREMENT_NOT_MET,
  /** The user satisfies a {@code deny} rule. */
  DENIED,
  /** A rule, flag or mirrored group is undecided, as not all groups of the user could be read. */
  MEMBERSHIP_UNKNOWN,
  /** A mapped attribute is required and missing, or holds a value of the wrong form. */
  UNUSABLE_ATTRIBUTE,
  /**
   * The entry has no user name, or no key for the user store; or it has several values of the key,
   * none of them in its RDN; or its user name has no translation for the application.
   */
  KEY_MISSING,
  /** The user is missing from the user store, and new users are not allowed. */
  UNKNOWN_TO_APPLICATION,
  /** The user is inactive in the user store. */
  INACTIVE_IN_APPLICATION,
  /** A {@link SignInGuard} rejected the user. */
  REFUSED_BY_APPLICATION
}

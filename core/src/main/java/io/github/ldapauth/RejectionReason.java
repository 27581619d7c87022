// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** The reason why a user may not sign in: for logs and operators, not for the user. */
public enum RejectionReason {
  /**
   * The user name is empty, too long, or contains control characters, half a surrogate pair, or
   * what a bind name cannot hold. Nothing was sent.
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
   * Several entries match the user name, the entry found has several values of the user name
   * attribute and none in its RDN, or it is not that of the user who is bound.
   */
  AMBIGUOUS_USER,
  /** The password is wrong. With a DN template, perhaps the user name is unknown. */
  INVALID_CREDENTIALS,
  /**
   * The account is locked, as after too many wrong passwords. Says nothing about the password.
   * OpenLDAP calls a disabled or expired account locked too. If it hides locks, one that ran out
   * counts until the next sign-in.
   */
  ACCOUNT_LOCKED,
  /** The account is disabled. Says nothing about the password. */
  ACCOUNT_DISABLED,
  /** The account has expired. Says nothing about the password. */
  ACCOUNT_EXPIRED,
  /** The password is right, but too old. It has to be changed elsewhere. */
  PASSWORD_EXPIRED,
  /**
   * The password is right, but an administrator set it. It has to be changed elsewhere before the
   * user can do anything else.
   */
  MUST_CHANGE_PASSWORD,
  /**
   * The directory rejects the bind for another reason: not at this hour, for example. The detail
   * holds what it said.
   */
  REFUSED_BY_DIRECTORY,
  /** The user does not satisfy a {@code require} rule. */
  REQUIREMENT_NOT_MET,
  /** The user satisfies a {@code deny} rule. */
  DENIED,
  /** A rule, flag or group cannot be decided, as not all groups of the user could be read. */
  MEMBERSHIP_UNKNOWN,
  /** A mapped attribute is required and missing, or holds a value of the wrong form. */
  UNUSABLE_ATTRIBUTE,
  /**
   * The entry lacks the user name, although it was found by another attribute, or the value by
   * which the user store is asked; or it has several values and none in its RDN; or its user name
   * cannot be turned into one of the application.
   */
  KEY_MISSING,
  /** The user store does not know the user, and new users are not allowed. */
  UNKNOWN_TO_APPLICATION,
  /** The user store says that the user is inactive. */
  INACTIVE_IN_APPLICATION,
  /** A {@link SignInGuard} refused. */
  REFUSED_BY_APPLICATION
}

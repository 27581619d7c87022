// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/** A reason of the directory to refuse a new password. */
public enum NewPasswordRefusal {
  /** It is too short. */
  TOO_SHORT,
  /** It is too weak: it lacks kinds of characters, for example, or contains the user name. */
  TOO_WEAK,
  /** The user had it before. */
  USED_BEFORE,
  /** The current password is too new to be changed. */
  CHANGED_TOO_RECENTLY,
  /** It breaks a rule that the directory does not tell. Active Directory tells none. */
  AGAINST_POLICY,
  /** The user may not change the password, or the directory takes no change of it. */
  NOT_ALLOWED,
  /** The directory offers no way that ldapauth knows: the user must change it elsewhere. */
  NOT_OFFERED
}

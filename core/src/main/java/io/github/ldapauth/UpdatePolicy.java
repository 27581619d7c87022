// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** The users to which a sign-in writes. */
public enum UpdatePolicy {
  /** All users, at each sign-in. */
  ALWAYS,
  /** Users that the sign-in creates. Known users keep their values. */
  NEW_USERS
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Says whose values a sign-in writes. */
public enum UpdatePolicy {
  /** Everybody's, at each sign-in. */
  ALWAYS,
  /** Those of users whom the sign-in creates; what known users have stays as it is. */
  NEW_USERS
}

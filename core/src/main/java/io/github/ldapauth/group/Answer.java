// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

/**
 * The result of a query about groups, in three-valued logic. It is unknown if the groups that could
 * be read do not decide it. Unknown never counts as no.
 */
public enum Answer {
  /** The user matches. */
  YES,
  /** The user does not match. */
  NO,
  /** The groups that could be read do not decide. */
  UNKNOWN;

  /** Returns yes if both are yes, no if one is no, else unknown. */
  public Answer and(Answer other) {
    return this == NO || other == NO ? NO : this == YES && other == YES ? YES : UNKNOWN;
  }

  /** Returns yes if one is yes, no if both are no, else unknown. */
  public Answer or(Answer other) {
    return negate().and(other.negate()).negate();
  }

  /** Returns no for yes, yes for no, and unknown for unknown. */
  public Answer negate() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }
}

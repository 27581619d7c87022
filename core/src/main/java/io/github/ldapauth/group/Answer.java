// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

/**
 * Answers a question about memberships in the three-valued logic of Kleene: what cannot be told
 * from the groups that could be read stays unknown, and is never taken for no.
 */
public enum Answer {
  /** It is so. */
  YES,
  /** It is not so. */
  NO,
  /** It cannot be told. */
  UNKNOWN;

  /** Returns yes if both are yes, no if one is no, and unknown otherwise. */
  public Answer and(Answer other) {
    return this == NO || other == NO ? NO : this == YES && other == YES ? YES : UNKNOWN;
  }

  /** Returns yes if one is yes, no if both are no, and unknown otherwise. */
  public Answer or(Answer other) {
    return negate().and(other.negate()).negate();
  }

  /** Returns the opposite; unknown stays unknown. */
  public Answer negate() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;

/**
 * Why a look-up would miss members of a group.
 *
 * @param text the end of a sentence that begins with the group
 */
record GroupProblem(Kind kind, String text) {

  /** What another look-up can make good. */
  enum Kind {
    /** The group names its members in a way that the look-up does not read. */
    OTHER_WAY,
    /** The group is the primary group of users. */
    PRIMARY_GROUP,
    /** The group, or a member, is hidden. */
    HIDDEN
  }

  static GroupProblem otherWay(String text) {
    return new GroupProblem(Kind.OTHER_WAY, text);
  }

  static GroupProblem primaryGroup(String text) {
    return new GroupProblem(Kind.PRIMARY_GROUP, text);
  }

  static GroupProblem notThere() {
    return hidden("is not there, or cannot be seen");
  }

  /** The directory spells the DN differently from the rule. */
  static GroupProblem spelled(Dn inDirectory) {
    return hidden(
        "is " + LogText.of(inDirectory.toString()) + " in the directory; use that spelling");
  }

  static GroupProblem hidden(String text) {
    return new GroupProblem(Kind.HIDDEN, text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why a look-up would miss members of a group.
 *
 * @param text the end of a sentence that begins with the group
 */
record GroupProblem(Kind kind, String text) {

  /**
   * Result codes that concern this one group only: referral, adminLimitExceeded,
   * insufficientAccessRights, unwillingToPerform, and 88 for an entry that is too large.
   */
  private static final Set<Integer> REFUSALS = Set.of(10, 11, 50, 53, 88);

  private static final int SIZE_LIMIT_EXCEEDED = 4;

  /** The answer of OpenLDAP to a search that begins at an entry which it hides. */
  private static final int NO_SUCH_OBJECT = 32;

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

  static GroupProblem notThere(Dn group) {
    String notThere = "is not there, or cannot be seen";
    // A log line may cut the end off.
    return hidden(
        isSeveral(group)
            ? "looks like several DNs: write a rule for each, or (|(group=…)(group=…)); it "
                + notThere
            : notThere);
  }

  /** Returns whether the end of a DN is also inside it, as if other DNs stood before it. */
  private static boolean isSeveral(Dn group) {
    String text = group.plain().toString();
    String end = text.substring(text.lastIndexOf(',') + 1);
    String type = end.substring(0, end.indexOf('=') + 1);
    return Pattern.compile("," + Pattern.quote(end) + ",(?!" + Pattern.quote(type) + ")")
        .matcher(text)
        .find();
  }

  /** The directory spells the DN differently from the rule. */
  static GroupProblem spelled(Dn inDirectory) {
    return hidden(
        "is " + LogText.of(inDirectory.toString()) + " in the directory; use that spelling");
  }

  static GroupProblem hidden(String text) {
    return new GroupProblem(Kind.HIDDEN, text);
  }

  /** Returns the problem that the directory refuses to show one group; rethrows other failures. */
  static GroupProblem ofRefusal(LdapDirectoryException e) {
    if (REFUSALS.contains(e.resultCode().orElse(0))) {
      return hidden("cannot be read: " + e.getMessage());
    }
    throw e;
  }

  /** Rethrows a failure unless it may concern only some of many groups. */
  static void requireRefusalOfSome(LdapDirectoryException e) {
    int code = e.resultCode().orElse(0);
    if (!REFUSALS.contains(code) && !isSizeLimit(e) && code != NO_SUCH_OBJECT) {
      throw e;
    }
  }

  static boolean isSizeLimit(LdapDirectoryException e) {
    return e.resultCode().orElse(0) == SIZE_LIMIT_EXCEEDED;
  }
}

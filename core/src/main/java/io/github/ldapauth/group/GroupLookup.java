// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says how the groups of a person are found. */
public abstract sealed class GroupLookup permits GroupSearchLookup, MemberOfLookup {

  static final List<String> MEMBER_ATTRIBUTES =
      List.of("member", "uniqueMember", "roleOccupant", "memberUid");

  static final String NOT_THERE = "is not there, or cannot be seen";

  /**
   * The server answers, but tells nothing about this one group: referral, adminLimitExceeded,
   * insufficientAccessRights, unwillingToPerform, and 88 for an entry that is too large.
   */
  private static final Set<Integer> REFUSALS = Set.of(10, 11, 50, 53, 88);

  GroupLookup() {}

  /** The mistake of a setting that uses groups if the configuration sets no look-up. */
  public static final String MISSING =
      "needs groups(...), in properties group-search.base or member-of.attribute, which says how"
          + " groups are found";

  /** Searches for the groups below {@code base}; {@code everywhere} stands for the empty DN. */
  public static GroupSearchLookup search(String base, GroupType type) {
    return GroupSearchLookup.of(base, type);
  }

  /** Reads {@code memberOf} of the user's own entry, which costs no further request. */
  public static MemberOfLookup memberOf() {
    return memberOf("memberOf");
  }

  /** Reads another attribute of the person's own entry, such as {@code isMemberOf}. */
  public static MemberOfLookup memberOf(String attribute) {
    return MemberOfLookup.of(attribute);
  }

  /** Returns the attributes of the person's entry that {@link #groupsOf} reads. */
  public abstract Set<String> userAttributes();

  /** Returns the groups of a person. */
  public abstract Groups groupsOf(LdapEntry person, DirectorySession session);

  /** Returns whether {@link #groupsOf} asks the directory, which keeping the answer would save. */
  public abstract boolean asksDirectory();

  /** Returns the entries where {@link #groupsOf} begins to search, as configured. */
  public abstract List<Dn> bases();

  /** Returns whether this look-up could ever find the given group. */
  public abstract boolean canFind(Dn group);

  /**
   * Returns the groups of a user once more, as the directory has them now.
   *
   * @param user the entry, as it was read before
   */
  public abstract Groups groupsNow(LdapEntry user, DirectorySession session);

  /**
   * Looks for a group in the way in which memberships are found, and returns why {@link #groupsOf}
   * would not see that a user is in it. Returns empty if it would, as far as that can be told from
   * the group and a few of its members.
   *
   * @param users the entries below which users are
   */
  public final Optional<String> findProblem(Dn group, List<Dn> users, DirectorySession session) {
    try {
      return problemOf(group, users, session);
    } catch (LdapDirectoryException e) {
      if (REFUSALS.contains(e.resultCode().orElse(0))) {
        return Optional.of("cannot be read: " + e.getMessage());
      }
      throw e;
    }
  }

  abstract Optional<String> problemOf(Dn group, List<Dn> users, DirectorySession session);

  /** Describes a DN that the directory takes for that of the rule, although it is written so. */
  static String spelled(Dn inDirectory) {
    return "is " + LogText.of(inDirectory.toString()) + " in the directory; write it so";
  }

  /** Returns what is wrong, one line a mistake; empty if this can be used. */
  public abstract List<String> mistakes();
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says how the groups of a person are found. */
public abstract sealed class GroupLookup permits GroupSearchLookup, MemberOfLookup {

  GroupLookup() {}

  /** The mistake of a setting that uses groups if the configuration sets no look-up. */
  public static final String MISSING =
      "needs groups(...), in properties group-search.base or member-of.attribute, which says how"
          + " groups are found";

  /** Searches for the groups below {@code base}; {@code everywhere} stands for the empty DN. */
  public static GroupSearchLookup search(String base, GroupType type) {
    return GroupSearchLookup.of(base, type);
  }

  /**
   * Reads {@code memberOf} of the person's own entry, which costs no further request. A directory
   * that does not keep this attribute, or does not show it to whoever reads the entry, looks like
   * one in which nobody is in any group.
   */
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

  /** Returns whether the given group is there for whoever reads, and is one that could be found. */
  public abstract boolean exists(Dn group, DirectorySession session);

  /**
   * Returns why nobody could be found to be in a group that is there; empty if somebody could, for
   * all that can be seen.
   */
  public abstract Optional<String> findProblem(Dn group, DirectorySession session);

  /** Returns what is wrong, one line a mistake; empty if this can be used. */
  public abstract List<String> mistakes();
}

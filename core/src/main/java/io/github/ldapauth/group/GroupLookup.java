// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way to find the groups of a user: by a search, in an attribute of the user, or by both. */
public abstract sealed class GroupLookup
    permits GroupSearchLookup, MemberOfLookup, TokenGroupsLookup, CombinedLookup, AutomaticLookup {

  /** The advice after the number of groups that is too small. */
  static final String RAISE_LIMIT = "; raise maxGroups(...)";

  GroupLookup() {}

  /** The mistake of a setting that uses groups if the configuration sets no look-up. */
  public static final String MISSING = "needs groups(...)";

  /**
   * Searches for the groups that have the user as a member: one more request, or several with
   * nested groups.
   *
   * @param base the DN below which groups are; {@code everywhere} stands for the empty DN
   * @param type how groups name their members, such as {@link GroupType#groupOfNames}
   */
  public static GroupSearchLookup search(String base, GroupType type) {
    return GroupSearchLookup.of(base, type);
  }

  /**
   * Reads {@code memberOf} of the user's own entry, without a further request. Some servers leave
   * out nested groups there, and Active Directory the primary group.
   */
  public static MemberOfLookup memberOf() {
    return memberOf("memberOf");
  }

  /**
   * Reads another attribute of the user's own entry, as {@link #memberOf()} does.
   *
   * @param attribute holds the DNs of groups, such as {@code isMemberOf} in OpenDJ
   */
  public static MemberOfLookup memberOf(String attribute) {
    return MemberOfLookup.of(attribute);
  }

  /**
   * Finds the security groups of a user of Active Directory or Samba, nested ones and the primary
   * group too, by {@code tokenGroups}. A sign-in needs two more requests.
   *
   * @param base the DN below which groups are; {@code everywhere} stands for the empty DN.
   *     Membership in a group elsewhere is unknown
   */
  public static TokenGroupsLookup tokenGroups(String base) {
    return TokenGroupsLookup.of(base);
  }

  /**
   * Chooses a look-up for the directory at its first use, and logs the choice at INFO. It is {@link
   * #tokenGroups} for Active Directory and Samba. For others it is a search by {@code member},
   * {@code uniqueMember} and {@code memberUid}, as far as groups below {@code base} have them, with
   * nested groups. The choice holds until the authenticator is closed. If there is no group below
   * {@code base}, the sign-in throws {@link LdapDirectoryException}.
   *
   * @param base the DN below which groups are; {@code everywhere} stands for the empty DN
   */
  public static GroupLookup automatic(String base) {
    return AutomaticLookup.of(base);
  }

  /**
   * Also finds the groups that another look-up finds, such as those that name their members in
   * another way. If one of the two finds nested groups, it finds those around the groups of the
   * other too. A rule may name a group that one of the two can find.
   */
  public final GroupLookup plus(GroupLookup other) {
    return CombinedLookup.of(this, Objects.requireNonNull(other, "other"));
  }

  /** Returns the attributes of the user's entry that {@link #groupsOf} reads. */
  public abstract Set<String> userAttributes();

  /** Returns the groups of a user. */
  public abstract Groups groupsOf(LdapEntry user, DirectorySession session);

  /** Returns whether {@link #groupsOf} sends requests, so that caching its result saves some. */
  public boolean asksDirectory() {
    return true;
  }

  /** Returns whether {@link #groupsOf} calls code of the application. */
  public boolean callsApplication() {
    return false;
  }

  /** Returns the settings that are for Active Directory only, by the names of their methods. */
  public List<String> forActiveDirectory() {
    return List.of();
  }

  /** Returns the configured search bases; empty if {@link #groupsOf} makes no search. */
  public abstract List<Dn> bases();

  /** Returns whether the group is within the bases and the scope of this look-up. */
  public abstract boolean canFind(Dn group);

  /** Describes a group that this look-up cannot find, as the end of a mistake. */
  public abstract String outside();

  /**
   * Reads the groups of a user again, as the directory has them now.
   *
   * @param user the entry as it was read before
   */
  public Groups groupsNow(LdapEntry user, DirectorySession session) {
    return groupsOf(user, session);
  }

  /**
   * Looks for a group in the way in which {@link #groupsOf} finds memberships. Returns why a member
   * would not be found; empty if the group and a few of its members show no problem.
   *
   * @param users the entries below which users are
   */
  public final Optional<String> findProblem(Dn group, List<Dn> users, DirectorySession session) {
    return problem(group, users, session).map(GroupProblem::text);
  }

  final Optional<GroupProblem> problem(Dn group, List<Dn> users, DirectorySession session) {
    try {
      return problemOf(group, users, session);
    } catch (LdapDirectoryException e) {
      return Optional.of(GroupProblem.ofRefusal(e));
    }
  }

  /**
   * Looks for many groups in few requests.
   *
   * @return those for which {@link #findProblem} would find no problem; it tells of the others
   */
  public final Set<Dn> confirm(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    try {
      return groups.size() > 1 ? confirmed(groups, users, session) : Set.of();
    } catch (LdapDirectoryException e) {
      GroupProblem.requireRefusalOfSome(e);
      return Set.of();
    }
  }

  /** Returns the groups that few requests show to have no problem. Default: none. */
  Set<Dn> confirmed(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    return Set.of();
  }

  abstract Optional<GroupProblem> problemOf(Dn group, List<Dn> users, DirectorySession session);

  /**
   * Returns the look-ups that this one consists of, at the directory of the session. Only they know
   * {@link #around}, {@link #memberAttributes} and {@link #findsPrimaryGroup}.
   */
  List<GroupLookup> partsIn(DirectorySession session) {
    return List.of(this);
  }

  /** Returns the attributes by which groups name the members that this look-up finds. */
  Set<String> memberAttributes() {
    return Set.of();
  }

  /** Returns whether this finds the primary group of users of Active Directory. */
  boolean findsPrimaryGroup() {
    return false;
  }

  /** Returns the groups that contain one of these, if this finds nested groups. */
  Optional<Groups> around(Set<Dn> groups, DirectorySession session) {
    return Optional.empty();
  }

  /** Says that this does not find a group, as the end of a sentence. */
  abstract String misses();

  /** Returns the setting of this look-up. */
  public abstract String setting();

  /** Returns the method of each look-up that this one combines. */
  public List<String> settings() {
    return List.of(setting());
  }

  /**
   * Returns by which way each group of a user was found, as text for a diagnosis. Groups whose way
   * is unknown are left out.
   */
  public abstract Map<Dn, String> waysTo(Groups groups, LdapEntry user, DirectorySession session);

  /**
   * Returns the groups that contain groups of a user, but are not searched, with the way to each as
   * text for a diagnosis. The default is none.
   */
  public Map<Dn, String> missedBy(Groups groups, LdapEntry user, DirectorySession session) {
    return Map.of();
  }

  /**
   * Looks for groups that name a user in a way that this look-up does not see. Returns what one of
   * them shows; empty if there is none.
   *
   * @param users the entries below which users are
   */
  public final Optional<String> whyNone(LdapEntry user, List<Dn> users, DirectorySession session) {
    return new WhyInNoGroup(this, user, session).hint(bases().isEmpty() ? users : bases());
  }

  /** Returns the same way to all groups. */
  static Map<Dn, String> sameWay(Groups groups, String way) {
    Map<Dn, String> ways = new LinkedHashMap<>();
    groups.dns().forEach(group -> ways.put(group, way));
    return ways;
  }

  static ParsedSetting<String> nameSetting(@Nullable String attribute) {
    return ParsedSetting.attribute("GroupLookup.nameAttribute", attribute);
  }

  static void checkMaxGroups(int maxGroups, List<String> mistakes) {
    if (maxGroups < 1) {
      mistakes.add("GroupLookup.maxGroups " + maxGroups + ": must be at least 1");
    }
  }

  /** Returns the mistakes of these settings, one line each; empty if there are none. */
  public abstract List<String> mistakes();
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A check that the entries of a group's members name the group, also through nested groups. A
 * directory may not maintain or show the attribute, or not for all groups.
 */
final class MemberOfCheck {

  /** Members outside the user bases, which may be groups. */
  private static final int OTHERS_READ = 10;

  /** Members below the user bases. The first one that can be read is enough. */
  private static final int USERS_READ = 100;

  private static final int NESTED_READ = 3;
  private static final int NESTED_FOUND = 100;

  private static final List<String> OTHER_ATTRIBUTES = List.of(Members.UID, Members.NETGROUP);

  /** The attributes of a group that this check reads. */
  static final List<String> GROUP_ATTRIBUTES =
      Stream.of(
              Members.BY_DN,
              OTHER_ATTRIBUTES,
              List.of(PrimaryGroup.SECURITY_ID, DynamicMembers.ATTRIBUTE, NoGroup.CLASS))
          .flatMap(List::stream)
          .toList();

  private final MemberOfLookup lookup;
  private final Dn group;
  private final List<Dn> users;
  private final DirectorySession session;

  MemberOfCheck(MemberOfLookup lookup, Dn group, List<Dn> users, DirectorySession session) {
    this.lookup = lookup;
    this.group = group;
    this.users = users;
    this.session = session;
  }

  /** Returns why entries of members would not name the group; empty if they would. */
  Optional<GroupProblem> problem() {
    return session
        .read(Stage.READ_GROUPS, group.plain(), GROUP_ATTRIBUTES)
        .map(this::problemOf)
        .orElse(Optional.of(GroupProblem.notThere(group)));
  }

  private Optional<GroupProblem> problemOf(LdapEntry entry) {
    if (!entry.dn().equals(group)) {
      return Optional.of(GroupProblem.spelled(entry.dn()));
    }
    if (PrimaryGroup.haveUsers(List.of(entry), users, session)) {
      return Optional.of(
          GroupProblem.primaryGroup(
              "is the primary group of users, which " + lookup.attribute() + " does not show"));
    }
    Optional<GroupProblem> dynamic =
        DynamicMembers.problem(entry, memberAttributes(lookup), this::isNamedBy, session);
    if (dynamic.isPresent()) {
      return dynamic;
    }
    Optional<List<Dn>> all = membersOf(entry, session);
    if (all.isEmpty()) {
      return Optional.of(GroupProblem.hidden("has more members than can be read"));
    }
    List<Dn> members = all.get();
    return members.isEmpty()
        ? problemOfOtherMembers(entry)
        : problemOf(members).or(this::problemOfHiddenNesting).map(GroupProblem::hidden);
  }

  private Optional<GroupProblem> problemOfOtherMembers(LdapEntry entry) {
    return OTHER_ATTRIBUTES.stream()
        .filter(name -> entry.attributes().first(name).isPresent())
        .findFirst()
        .map(
            name ->
                "names its members by " + name + ", which " + lookup.attribute() + " does not show")
        .map(GroupProblem::otherWay)
        .or(() -> lookup.namesGroups() ? NoGroup.problem(entry) : Optional.empty());
  }

  /** Returns the members of a group, none if it is no group; empty if not all can be read. */
  static Optional<List<Dn>> membersOf(LdapEntry group, DirectorySession session) {
    List<Dn> members = new ArrayList<>();
    for (String name : Members.BY_DN) {
      RangedValues values = RangedValues.read(group, name, session);
      if (values.isPart()) {
        return Optional.empty();
      }
      values.values().forEach(value -> Members.entry(value).ifPresent(members::add));
    }
    return Optional.of(members);
  }

  /** Members outside the user bases come first, as they may be groups. */
  private Optional<String> problemOf(List<Dn> members) {
    List<Dn> sample =
        Stream.concat(
                members.stream().filter(member -> !isUser(member)).limit(OTHERS_READ),
                members.stream().filter(this::isUser).limit(USERS_READ))
            .toList();
    boolean shown = false;
    for (Dn member : sample) {
      if (shown && isUser(member)) {
        break;
      }
      Optional<LdapEntry> entry = read(member);
      if (entry.isPresent()) {
        Optional<String> problem = problemOfMember(entry.get());
        if (problem.isPresent()) {
          return problem;
        }
        shown = true;
      }
    }
    boolean isEmpty = sample.size() == members.size() && members.stream().allMatch(this::isDeleted);
    return shown || isEmpty
        ? Optional.empty()
        : Optional.of("has members that cannot be read, such as " + sample.get(0));
  }

  /**
   * Returns whether an unreadable member counts as a deleted user. A user that the service account
   * cannot read cannot sign in either. If groups are below the same base, it may be a group.
   */
  private boolean isDeleted(Dn unreadable) {
    return !session.isBoundAsUser()
        && isUser(unreadable)
        && users.stream().noneMatch(base -> group.mayBeWithin(base, SearchScope.SUBTREE));
  }

  private boolean isUser(Dn member) {
    return users.stream().anyMatch(base -> member.isWithin(base, SearchScope.SUBTREE));
  }

  private Optional<LdapEntry> read(Dn member) {
    return session.read(Stage.READ_GROUPS, member, memberAttributes(lookup));
  }

  /** Returns the attributes of a member that this check reads. */
  static List<String> memberAttributes(MemberOfLookup lookup) {
    return Stream.concat(lookup.userAttributes().stream(), Members.BY_DN.stream()).toList();
  }

  private Optional<String> problemOfMember(LdapEntry member) {
    List<Dn> nested = firstMembersOf(member);
    if (!nested.isEmpty()) {
      return problemOfNested(member.dn(), nested);
    }
    return isNamedBy(member)
        ? Optional.empty()
        : Optional.of(
            "has the member "
                + member.dn()
                + ", but "
                + lookup.attribute()
                + " of that entry does not name the group");
  }

  private static List<Dn> firstMembersOf(LdapEntry group) {
    return Members.BY_DN.stream()
        .flatMap(name -> RangedValues.in(group, name).values().stream())
        .flatMap(value -> Members.entry(value).stream())
        .toList();
  }

  private Optional<String> problemOfNested(Dn inner, List<Dn> members) {
    return members.stream()
        .limit(NESTED_READ)
        .map(this::read)
        .flatMap(Optional::stream)
        .findFirst()
        .filter(member -> !isNamedBy(member))
        .map(
            member ->
                "contains the group "
                    + inner
                    + ", but "
                    + lookup.attribute()
                    + " of its member "
                    + member.dn()
                    + " does not name the outer group");
  }

  private boolean isNamedBy(LdapEntry member) {
    return lookup.groupsOf(member, session).contains(group) == Answer.YES;
  }

  /** If users and groups are below one base, only a search finds the members that are groups. */
  private Optional<String> problemOfHiddenNesting() {
    LdapFilter groups = LdapFilter.anyOf(Members.BY_DN.stream().map(LdapFilter::present).toList());
    LdapFilter nested = LdapFilter.equal(lookup.attribute(), group.plain().toString()).and(groups);
    return users.stream()
        .filter(base -> group.isWithin(base, SearchScope.SUBTREE))
        .flatMap(
            base ->
                session
                    .find(
                        Stage.READ_GROUPS,
                        new LdapSearch(
                            base, SearchScope.SUBTREE, nested, Members.BY_DN, NESTED_FOUND))
                    .entries()
                    .stream())
        .map(inner -> problemOfNested(inner.dn(), firstMembersOf(inner)))
        .flatMap(Optional::stream)
        .findFirst();
  }
}

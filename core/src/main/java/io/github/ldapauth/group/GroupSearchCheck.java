// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A check that a group search finds a group. It searches as a sign-in does, with a member of the
 * group in place of the user.
 */
final class GroupSearchCheck {

  private static final int MEMBERS_TRIED = 3;

  private final GroupSearchLookup lookup;
  private final Dn group;
  private final List<Dn> users;
  private final DirectorySession session;

  GroupSearchCheck(GroupSearchLookup lookup, Dn group, List<Dn> users, DirectorySession session) {
    this.lookup = lookup;
    this.group = group;
    this.users = users;
    this.session = session;
  }

  /** Returns whether the search may find a group, but not users of which it is the primary one. */
  static boolean missesPrimaryGroup(GroupSearchLookup lookup) {
    return !lookup.callsApplication() && !lookup.findsPrimaryGroup();
  }

  /** Returns the attributes of a group that this check reads. */
  static List<String> attributes(GroupSearchLookup lookup) {
    List<String> read = new ArrayList<>();
    lookup
        .type()
        .memberAttribute()
        .ifPresent(name -> read.addAll(List.of(name, DynamicMembers.ATTRIBUTE, NoGroup.CLASS)));
    if (missesPrimaryGroup(lookup)) {
      read.add(PrimaryGroup.SECURITY_ID);
    }
    return read.isEmpty() ? LdapSearch.NO_ATTRIBUTES : read;
  }

  /** Returns why the search would miss the group for its members; empty if it would not. */
  Optional<GroupProblem> problem() {
    Optional<String> attribute = lookup.type().memberAttribute();
    Optional<LdapEntry> entry = read(isSearchable(lookup), attributes(lookup));
    return entry.isPresent()
        ? problemOf(entry.get(), attribute)
        : Optional.of(whyHidden(attribute.orElse("")));
  }

  /**
   * Matches every entry, unless the account may not search by the attribute. Then both parts are
   * undefined (RFC 4511, section 4.5.1.7).
   */
  static LdapFilter isSearchable(GroupSearchLookup lookup) {
    return lookup
        .type()
        .memberAttribute()
        .map(LdapFilter::present)
        .map(present -> LdapFilter.anyOf(List.of(present, present.negate())))
        .orElse(LdapFilter.ANY_ENTRY);
  }

  private Optional<LdapEntry> read(LdapFilter condition, List<String> attributes) {
    return session.read(
        Stage.READ_GROUPS, group.plain(), lookup.area().matching(condition), attributes);
  }

  private GroupProblem whyHidden(String attribute) {
    if (read(LdapFilter.ANY_ENTRY, LdapSearch.NO_ATTRIBUTES).isPresent()) {
      return GroupProblem.hidden("cannot be searched by " + attribute);
    }
    return session
        .read(Stage.READ_GROUPS, group.plain(), LdapSearch.NO_ATTRIBUTES)
        .map(entry -> GroupProblem.otherWay("does not match the filter " + lookup.area().filter()))
        .orElse(GroupProblem.notThere(group));
  }

  private Optional<GroupProblem> problemOf(LdapEntry entry, Optional<String> attribute) {
    if (!entry.dn().equals(group)) {
      return Optional.of(GroupProblem.spelled(entry.dn()));
    }
    if (missesPrimaryGroup(lookup) && PrimaryGroup.haveUsers(List.of(entry), users, session)) {
      return Optional.of(
          GroupProblem.primaryGroup(
              "is the primary group of users, which "
                  + lookup.type()
                  + " does not find; see withPrimaryGroup()"));
    }
    return attribute.flatMap(
        name ->
            DynamicMembers.problem(
                    entry,
                    LdapSearch.NO_ATTRIBUTES,
                    member -> isFoundBy(name, member.dn().toString()),
                    session)
                .or(() -> problemOf(entry, name)));
  }

  private Optional<GroupProblem> problemOf(LdapEntry entry, String attribute) {
    RangedValues members = RangedValues.in(entry, attribute);
    if (members.values().isEmpty()) {
      return otherAttribute(attribute)
          .map(other -> "names its members by " + other + ", and is searched by " + attribute)
          .map(GroupProblem::otherWay)
          .or(() -> NoGroup.problem(entry));
    }
    List<String> probes = membersLikeUsers(entry, attribute).limit(MEMBERS_TRIED).toList();
    if (probes.isEmpty()) {
      return members.values().stream()
          .filter(member -> Members.entry(member).isPresent())
          .findFirst()
          .map(member -> "names " + LogText.of(member) + ", but users are below " + users)
          .map(GroupProblem::hidden);
    }
    return probes.stream().anyMatch(member -> isFoundBy(attribute, member))
        ? Optional.empty()
        : Optional.of(
            GroupProblem.hidden(
                "is not found by ("
                    + attribute
                    + "="
                    + LogText.of(probes.get(0))
                    + "), its member"));
  }

  /** Returns another attribute by which the group names members; empty if it names none. */
  private Optional<String> otherAttribute(String attribute) {
    List<String> others =
        Members.ALL.stream()
            .filter(other -> LdapAttributes.BY_NAME.compare(other, attribute) != 0)
            .filter(other -> !other.equals(DynamicMembers.ATTRIBUTE))
            .toList();
    List<LdapFilter> any = others.stream().map(LdapFilter::present).toList();
    return read(LdapFilter.anyOf(any), LdapSearch.NO_ATTRIBUTES).isEmpty()
        ? Optional.empty()
        : others.stream()
            .filter(other -> read(LdapFilter.present(other), LdapSearch.NO_ATTRIBUTES).isPresent())
            .findFirst();
  }

  /** Returns the members that may be users. */
  Stream<String> membersLikeUsers(LdapEntry entry, String attribute) {
    RangedValues first = RangedValues.in(entry, attribute);
    return first.isPart() && first.values().stream().noneMatch(this::isNamedLikeUsers)
        ? RangedValues.read(entry, attribute, session).values().stream()
            .filter(this::isNamedLikeUsers)
        : first.values().stream().filter(this::isNamedLikeUsers);
  }

  /**
   * Returns whether the DN of a member can be that of a user. A proxy that rewrites DNs may not
   * rewrite those in member attributes.
   */
  private boolean isNamedLikeUsers(String member) {
    Optional<Dn> dn = Dn.tryParse(member);
    return dn.isEmpty()
        || (dn.get().parent().isPresent()
            && users.stream()
                .map(base -> base.commonAncestor(group).orElse(base))
                .anyMatch(base -> dn.get().isWithin(base, SearchScope.SUBTREE)));
  }

  private boolean isFoundBy(String attribute, String member) {
    return lookup.in(session).matchingWithinLimits(LdapFilter.equal(attribute, member)).stream()
        .flatMap(List::stream)
        .anyMatch(found -> found.dn().equals(group));
  }
}

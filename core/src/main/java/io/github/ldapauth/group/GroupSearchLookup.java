// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static java.util.stream.Collectors.joining;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A search for the groups of a user. Immutable; every method returns a changed copy. */
public final class GroupSearchLookup extends GroupLookup {

  private static final int DEFAULT_MAX_GROUPS = 1000;

  private final GroupArea area;
  private final GroupType type;
  private final ParsedSetting<String> nameAttribute;
  private final int maxGroups;

  private GroupSearchLookup(
      GroupArea area, GroupType type, ParsedSetting<String> nameAttribute, int maxGroups) {
    this.area = area;
    this.type = type;
    this.nameAttribute = nameAttribute;
    this.maxGroups = maxGroups;
  }

  static GroupSearchLookup of(@Nullable String base, GroupType type) {
    return new GroupSearchLookup(
        GroupArea.below(baseSetting(base)),
        Objects.requireNonNull(type, "type"),
        nameSetting("cn"),
        DEFAULT_MAX_GROUPS);
  }

  private static ParsedSetting<Dn> baseSetting(@Nullable String base) {
    return ParsedSetting.base("GroupLookup.search base", base);
  }

  /** Adds a search base. Nested groups are followed across all bases. Default: one base. */
  public GroupSearchLookup alsoBelow(String base) {
    return with(area.alsoBelow(baseSetting(base)));
  }

  /** Sets how far below the bases to search. Default: {@link SearchScope#SUBTREE}. */
  public GroupSearchLookup scope(SearchScope scope) {
    return with(area.withScope(Objects.requireNonNull(scope, "scope")));
  }

  /** Sets a filter for groups (RFC 4515). Default: every entry that has the user as a member. */
  public GroupSearchLookup filter(String filter) {
    return with(
        area.withFilter(ParsedSetting.parse("GroupLookup.filter", filter, GroupArea::parseFilter)));
  }

  private GroupSearchLookup with(GroupArea other) {
    return new GroupSearchLookup(other, type, nameAttribute, maxGroups);
  }

  /** Sets the attribute with a group's name, its first value. Default: {@code cn}. */
  public GroupSearchLookup nameAttribute(String name) {
    return new GroupSearchLookup(area, type, nameSetting(name), maxGroups);
  }

  /**
   * Sets the most groups that a user may be in. Sign-ins of users with more groups throw {@link
   * LdapDirectoryException}, because some groups would stay unknown. Default: 1000.
   */
  public GroupSearchLookup maxGroups(int groups) {
    return new GroupSearchLookup(area, type, nameAttribute, groups);
  }

  @Override
  public Set<String> userAttributes() {
    return type.userAttributes();
  }

  @Override
  public Groups groupsOf(LdapEntry user, DirectorySession session) {
    List<LdapEntry> answer =
        type instanceof MemberDnGroupType members
            ? members.find(user, in(session), ChainRule.at(session))
            : type.find(user, in(session));
    Map<Dn, Optional<String>> found = namesOf(answer);
    if (found.size() > maxGroups) {
      throw new LdapDirectoryException(
          Stage.READ_GROUPS, user.dn() + " is in more than " + maxGroups + " groups" + RAISE_LIMIT);
    }
    return type.findsAll(user) ? Groups.takingOver(found, this::canFind) : Groups.incomplete(found);
  }

  private Map<Dn, Optional<String>> namesOf(List<LdapEntry> groups) {
    Map<Dn, Optional<String>> found = new LinkedHashMap<>();
    Supplier<String> returnedNull =
        () -> "GroupType.find of " + type.getClass().getName() + " returned null";
    for (LdapEntry group : Objects.requireNonNull(groups, returnedNull)) {
      Dn dn = Objects.requireNonNull(group, returnedNull).dn();
      found.putIfAbsent(dn, group.attributes().first(nameAttribute.get()));
    }
    return found;
  }

  @Override
  Optional<Groups> around(Set<Dn> groups, DirectorySession session) {
    return type instanceof MemberDnGroupType members && members.isNested()
        ? Optional.of(
            Groups.takingOver(
                namesOf(members.findAround(List.copyOf(groups), in(session))), this::canFind))
        : Optional.empty();
  }

  /** Returns the search that the type of group uses, with the attributes that it reads. */
  GroupSearchInSession in(DirectorySession session) {
    return new GroupSearchInSession(this, session);
  }

  /** Returns the attributes of a group that a sign-in reads. */
  List<String> groupAttributes() {
    List<String> names = new ArrayList<>(type.groupAttributes());
    names.add(nameAttribute.get());
    return names;
  }

  int maxGroups() {
    return maxGroups;
  }

  GroupArea area() {
    return area;
  }

  GroupType type() {
    return type;
  }

  @Override
  public List<String> forActiveDirectory() {
    return type instanceof MemberDnGroupType members ? members.forActiveDirectory() : List.of();
  }

  @Override
  public boolean callsApplication() {
    return !(type instanceof MemberDnGroupType || type instanceof PosixGroupType);
  }

  @Override
  public List<Dn> bases() {
    return area.bases();
  }

  @Override
  public boolean canFind(Dn group) {
    return area.contains(group);
  }

  @Override
  public String outside() {
    return area.outside("GroupLookup.search base");
  }

  @Override
  Set<String> memberAttributes() {
    return type.memberAttribute().map(Set::of).orElse(Set.of());
  }

  @Override
  boolean findsPrimaryGroup() {
    return type instanceof MemberDnGroupType members && members.findsPrimaryGroup();
  }

  @Override
  Set<Dn> confirmed(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    return new GroupSearchSurvey(this, groups, users, session).confirmed();
  }

  @Override
  Optional<GroupProblem> problemOf(Dn group, List<Dn> users, DirectorySession session) {
    return canFind(group)
        ? new GroupSearchCheck(this, group, users, session).problem()
        : Optional.of(GroupProblem.otherWay(outside()));
  }

  @Override
  String misses() {
    return "a search by "
        + type.memberAttribute().orElse(type.toString())
        + (area.filter() == null ? "" : " with the filter " + area.filter())
        + " does not find it";
  }

  @Override
  public String setting() {
    return "GroupLookup.search";
  }

  @Override
  public Map<Dn, String> waysTo(Groups groups, LdapEntry user, DirectorySession session) {
    Map<Dn, String> ways = sameWay(groups, "by " + type);
    if (type instanceof MemberDnGroupType byDn) {
      ways.putAll(
          new GroupWays(this, byDn.memberAttribute().orElseThrow(), session).of(groups, user));
    }
    return ways;
  }

  @Override
  public Map<Dn, String> missedBy(Groups groups, LdapEntry user, DirectorySession session) {
    return type instanceof MemberDnGroupType members && !members.isNested()
        ? GroupWays.missed(
            new GroupSearchLookup(area, members.nested(), nameAttribute, maxGroups),
            groups,
            user,
            session)
        : Map.of();
  }

  @Override
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    area.addMistakesTo(mistakes);
    nameAttribute.addMistakeTo(mistakes);
    checkMaxGroups(maxGroups, mistakes);
    mistakes.addAll(type.mistakes());
    return mistakes;
  }

  @Override
  public String toString() {
    Object filter = area.filter() == null ? "no filter" : area.filter();
    List<Object> settings = List.of(area.baseSettings(), type, area.scope(), filter, nameAttribute);
    return settings.stream().map(Object::toString).collect(joining(", ", "search(", ")"));
  }
}

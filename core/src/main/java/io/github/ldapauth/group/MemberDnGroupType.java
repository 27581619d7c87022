// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups that name their members by DN. Immutable; every method returns a changed copy. */
public final class MemberDnGroupType implements GroupType {

  private static final int DEFAULT_DEPTH = 20;

  private final ParsedSetting<String> attribute;
  private final int maxDepth;
  private final boolean inChain;
  private final boolean primaryGroup;

  MemberDnGroupType(@Nullable String attribute) {
    this(ParsedSetting.attribute("GroupType.memberDn", attribute), 0, false, false);
  }

  private MemberDnGroupType(
      ParsedSetting<String> attribute, int maxDepth, boolean inChain, boolean primaryGroup) {
    this.attribute = attribute;
    this.maxDepth = maxDepth;
    this.inChain = inChain;
    this.primaryGroup = primaryGroup;
  }

  /**
   * Also finds groups that contain the user's groups, up to 20 levels. If you call this and {@link
   * #inChain}, the last call counts. Default: direct groups only.
   */
  public MemberDnGroupType nested() {
    return nested(DEFAULT_DEPTH);
  }

  /**
   * Also finds groups that contain the user's groups, level by level. Costs one search a level, and
   * one more for each further hundred groups of a level. Cycles are harmless. If the groups of a
   * user are nested deeper, the sign-in throws {@link LdapDirectoryException}, because some groups
   * would stay unknown.
   *
   * @param maxDepth the number of levels; 0 for direct groups only
   */
  public MemberDnGroupType nested(int maxDepth) {
    return new MemberDnGroupType(attribute, maxDepth, false, primaryGroup);
  }

  /**
   * Also finds groups that contain the user's groups, by the matching rule 1.2.840.113556.1.4.1941
   * of Active Directory and Samba: one search for any depth. The server follows groups outside the
   * bases and the filter too, and returns those within.
   *
   * <p>If the search finds nothing, the user is in no group or the server does not know the rule.
   * ldapauth then searches as {@link #nested()} does. If the server refuses the rule, ldapauth logs
   * that once, and does so for all users. If you call this and {@link #nested}, the last call
   * counts. Default: direct groups only.
   */
  public MemberDnGroupType inChain() {
    return new MemberDnGroupType(attribute, DEFAULT_DEPTH, true, primaryGroup);
  }

  /**
   * Also finds the primary group of Active Directory, usually Domain Users, which does not list its
   * members. Costs one more search, and with nested groups those for the groups that contain it. If
   * a user's entry shows no {@code objectSid} or {@code primaryGroupID}, the sign-in throws {@link
   * LdapDirectoryException}. Default: the primary group is not found.
   */
  public MemberDnGroupType withPrimaryGroup() {
    return new MemberDnGroupType(attribute, maxDepth, inChain, true);
  }

  List<String> forActiveDirectory() {
    List<String> settings = new ArrayList<>();
    if (inChain) {
      settings.add("GroupType.inChain");
    }
    if (primaryGroup) {
      settings.add("GroupType.withPrimaryGroup");
    }
    return settings;
  }

  boolean findsPrimaryGroup() {
    return primaryGroup;
  }

  @Override
  public Set<String> userAttributes() {
    return primaryGroup ? PrimaryGroup.USER_ATTRIBUTES : Set.of();
  }

  @Override
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    attribute.addMistakeTo(mistakes);
    if (maxDepth < 0) {
      mistakes.add("GroupType.nested " + maxDepth + ": must be at least 0");
    }
    return mistakes;
  }

  @Override
  public List<LdapEntry> find(LdapEntry user, GroupSearch groups) {
    return find(user, groups, ChainRule.anywhere());
  }

  /**
   * Finds all groups of a user.
   *
   * @param rule the matching rule at this directory
   */
  List<LdapEntry> find(LdapEntry user, GroupSearch groups, ChainRule rule) {
    List<LdapEntry> ofUser = findWith(user.dn(), groups, rule);
    if (!primaryGroup) {
      return ofUser;
    }
    List<LdapEntry> found = new ArrayList<>(ofUser);
    for (LdapEntry primary : groups.matching(PrimaryGroup.filter(user))) {
      found.add(primary);
      found.addAll(maxDepth > 0 ? findWith(primary.dn(), groups, rule) : List.of());
    }
    return found;
  }

  private List<LdapEntry> findWith(Dn member, GroupSearch groups, ChainRule rule) {
    if (maxDepth == 0) {
      return groups.matching(isMember(member));
    }
    return inChain
        ? rule.find(attribute.get(), member.toString(), groups, () -> findByLevel(member, groups))
        : findByLevel(member, groups);
  }

  private LdapFilter isMember(Dn dn) {
    return LdapFilter.equal(attribute.get(), dn.toString());
  }

  private List<LdapEntry> findByLevel(Dn member, GroupSearch groups) {
    return findAround(List.of(member), groups);
  }

  boolean isNested() {
    return maxDepth > 0;
  }

  /** Returns the groups that contain one of these members, direct or nested. */
  List<LdapEntry> findAround(List<Dn> members, GroupSearch groups) {
    Map<Dn, LdapEntry> found =
        walk(members, groups)
            .or(() -> walk(members, groups))
            .orElseThrow(() -> failure(members, "changed while they were read"));
    return List.copyOf(found.values());
  }

  private static LdapDirectoryException failure(List<Dn> members, String problem) {
    return new LdapDirectoryException(
        Stage.READ_GROUPS, "the groups of " + members.get(0) + " " + problem);
  }

  /**
   * Searches level by level. Each search repeats the earlier levels, as long as one filter can hold
   * them, so that the last search finds all groups at one moment.
   *
   * @return empty if a group is missing in the next search: it may have been renamed, and the
   *     groups that contain it were searched by the old name
   */
  private Optional<Map<Dn, LdapEntry>> walk(List<Dn> members, GroupSearch groups) {
    Map<Dn, LdapEntry> found = new LinkedHashMap<>();
    List<Dn> all = new ArrayList<>(members);
    List<Dn> fresh = all;
    for (int depth = 0; !fresh.isEmpty() && depth <= maxDepth; depth++) {
      boolean together = all.size() <= ManyEntries.CONDITIONS_PER_FILTER;
      Map<Dn, LdapEntry> holding = findHolding(together ? all : fresh, groups);
      if (together && !holding.keySet().containsAll(found.keySet())) {
        return Optional.empty();
      }
      fresh = holding.keySet().stream().filter(dn -> !found.containsKey(dn)).toList();
      holding.forEach(found::putIfAbsent);
      all.addAll(fresh);
    }
    if (!fresh.isEmpty()) {
      throw failure(members, "are nested deeper than " + maxDepth + " levels");
    }
    return Optional.of(found);
  }

  private Map<Dn, LdapEntry> findHolding(List<Dn> members, GroupSearch groups) {
    Map<Dn, LdapEntry> found = new LinkedHashMap<>();
    ManyEntries.inParts(
        members.stream().map(this::isMember).toList(),
        conditions ->
            groups
                .matching(LdapFilter.anyOf(conditions))
                .forEach(group -> found.putIfAbsent(group.dn(), group)));
    return found;
  }

  @Override
  public Optional<String> memberAttribute() {
    return attribute.value();
  }

  @Override
  public String toString() {
    String nesting = maxDepth > 0 ? ".nested(" + maxDepth + ")" : "";
    return "memberDn("
        + attribute
        + ")"
        + (inChain ? ".inChain()" : nesting)
        + (primaryGroup ? ".withPrimaryGroup()" : "");
  }
}

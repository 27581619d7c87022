// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A check of many groups in few requests. It confirms those that the group search finds by a member
 * of theirs. What is wrong with one of the others, {@link GroupSearchCheck} says.
 */
final class GroupSearchSurvey {

  private final GroupSearchLookup lookup;
  private final Set<Dn> groups;
  private final List<Dn> users;
  private final DirectorySession session;

  GroupSearchSurvey(
      GroupSearchLookup lookup, Set<Dn> groups, List<Dn> users, DirectorySession session) {
    this.lookup = lookup;
    this.groups = groups;
    this.users = users;
    this.session = session;
  }

  /** Returns the groups that show no problem. */
  Set<Dn> confirmed() {
    Optional<String> attribute = lookup.type().memberAttribute();
    Map<Dn, LdapEntry> visible = read();
    if (attribute.isEmpty()) {
      return visible.keySet();
    }
    Map<Dn, String> members = new LinkedHashMap<>();
    visible.forEach(
        (group, entry) ->
            new GroupSearchCheck(lookup, group, users, session)
                .membersLikeUsers(entry, attribute.get())
                .findFirst()
                .ifPresent(member -> members.put(group, member)));
    Set<Dn> found = new HashSet<>();
    List<String> distinct = members.values().stream().distinct().toList();
    ManyEntries.inParts(distinct, some -> found.addAll(groupsOf(some, attribute.get())));
    found.retainAll(members.keySet());
    return found;
  }

  private Map<Dn, LdapEntry> read() {
    Set<Dn> reachable = groups.stream().filter(lookup::canFind).collect(Collectors.toSet());
    Map<Dn, LdapEntry> found =
        ManyEntries.read(
            reachable,
            lookup.bases(),
            (base, names) ->
                lookup
                    .area()
                    .searchBelow(
                        base,
                        names.and(GroupSearchCheck.isSearchable(lookup)),
                        GroupSearchCheck.attributes(lookup),
                        ManyEntries.NO_LIMIT),
            session);
    found.values().removeIf(DynamicMembers::isDynamic);
    return GroupSearchCheck.missesPrimaryGroup(lookup)
        ? PrimaryGroup.withoutPrimaryOnes(found, users, session)
        : found;
  }

  /** Searches for half of the members at a time if all are in too many groups. */
  private Set<Dn> groupsOf(List<String> members, String attribute) {
    LdapFilter condition =
        LdapFilter.anyOf(
            members.stream().map(member -> LdapFilter.equal(attribute, member)).toList());
    Optional<List<LdapEntry>> all = lookup.in(session).matchingWithinLimits(condition);
    if (all.isPresent()) {
      return all.get().stream().map(LdapEntry::dn).collect(Collectors.toSet());
    }
    Set<Dn> found = new HashSet<>();
    int half = members.size() / 2;
    if (half > 0) {
      found.addAll(groupsOf(members.subList(0, half), attribute));
      found.addAll(groupsOf(members.subList(half, members.size()), attribute));
    }
    return found;
  }
}

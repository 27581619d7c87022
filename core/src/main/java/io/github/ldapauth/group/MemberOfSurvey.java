// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.SearchScope;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A check of many groups in few requests. It confirms those with users alone as members, one of
 * which names the group. What is wrong with one of the others, {@link MemberOfCheck} says.
 */
final class MemberOfSurvey {

  private final MemberOfLookup lookup;
  private final Set<Dn> groups;
  private final List<Dn> users;
  private final DirectorySession session;

  MemberOfSurvey(MemberOfLookup lookup, Set<Dn> groups, List<Dn> users, DirectorySession session) {
    this.lookup = lookup;
    this.groups = groups;
    this.users = users;
    this.session = session;
  }

  /** Returns the groups that show no problem. */
  Set<Dn> confirmed() {
    Map<Dn, Dn> memberOf = new LinkedHashMap<>();
    readGroups().forEach((group, entry) -> userIn(entry).ifPresent(m -> memberOf.put(group, m)));
    Map<Dn, LdapEntry> members =
        read(new HashSet<>(memberOf.values()), users, MemberOfCheck.memberAttributes(lookup));
    Set<Dn> confirmed = new HashSet<>();
    memberOf.forEach(
        (group, member) -> {
          LdapEntry entry = members.get(member);
          if (entry != null
              && membersOf(entry).filter(List::isEmpty).isPresent()
              && lookup.groupsOf(entry, session).contains(group) == Answer.YES) {
            confirmed.add(group);
          }
        });
    return confirmed;
  }

  private Map<Dn, LdapEntry> readGroups() {
    List<Dn> base = ManyEntries.commonBase(groups);
    Map<Dn, LdapEntry> found = read(groups, base, MemberOfCheck.GROUP_ATTRIBUTES);
    found.values().removeIf(DynamicMembers::isDynamic);
    return PrimaryGroup.withoutPrimaryOnes(found, users, session);
  }

  private Map<Dn, LdapEntry> read(Set<Dn> dns, List<Dn> bases, List<String> attributes) {
    return ManyEntries.read(
        dns,
        bases,
        (base, names) ->
            new LdapSearch(base, SearchScope.SUBTREE, names, attributes, ManyEntries.NO_LIMIT),
        session);
  }

  /** Returns a member, if all are users and no group can be hidden among them. */
  private Optional<Dn> userIn(LdapEntry group) {
    return membersOf(group)
        .filter(members -> members.stream().allMatch(this::isBelowUsers))
        .filter(members -> !isBelowUsers(group.dn()))
        .flatMap(members -> members.stream().findFirst());
  }

  private Optional<List<Dn>> membersOf(LdapEntry group) {
    return MemberOfCheck.membersOf(group, session);
  }

  private boolean isBelowUsers(Dn dn) {
    return users.stream().anyMatch(base -> dn.isWithin(base, SearchScope.SUBTREE));
  }
}

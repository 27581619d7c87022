// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A check of many groups in few requests. It confirms those that the group search finds by a member
 * of theirs. What is wrong with one of the others, {@link GroupSearchCheck} says.
 */
final class GroupSearchSurvey {

  private static final int NO_LIMIT = 0;
  private static final int CONDITIONS_PER_FILTER = 100;

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
    inParts(distinct, some -> found.addAll(groupsOf(some, attribute.get())));
    found.retainAll(members.keySet());
    return found;
  }

  /** Reads the groups by their RDNs, as a filter by DN works only on some servers. */
  private Map<Dn, LdapEntry> read() {
    List<LdapFilter> names =
        groups.stream()
            .filter(lookup::canFind)
            .map(group -> LdapFilter.rdn(group.plain()))
            .flatMap(Optional::stream)
            .toList();
    Map<Dn, LdapEntry> found = new LinkedHashMap<>();
    for (Dn base : lookup.bases()) {
      inParts(names, some -> read(base, LdapFilter.anyOf(some), found));
    }
    if (GroupSearchCheck.missesPrimaryGroup(lookup)
        && PrimaryGroup.haveUsers(found.values(), users, session)) {
      found
          .values()
          .removeIf(group -> group.attributes().bytes(PrimaryGroup.SECURITY_ID).isPresent());
    }
    return found;
  }

  private void read(Dn base, LdapFilter names, Map<Dn, LdapEntry> found) {
    LdapFilter condition = names.and(GroupSearchCheck.isSearchable(lookup));
    List<String> attributes = GroupSearchCheck.attributes(lookup);
    session
        .search(Stage.READ_GROUPS, lookup.searchBelow(base, condition, attributes, NO_LIMIT))
        .stream()
        .filter(group -> groups.contains(group.dn()))
        .forEach(group -> found.put(group.dn(), group));
  }

  /** Searches for half of the members at a time if all are in too many groups. */
  private Set<Dn> groupsOf(List<String> members, String attribute) {
    Set<Dn> found = new HashSet<>();
    try {
      LdapFilter condition =
          LdapFilter.anyOf(
              members.stream().map(member -> LdapFilter.equal(attribute, member)).toList());
      lookup.search(session, condition).forEach(group -> found.add(group.dn()));
    } catch (LdapDirectoryException e) {
      if (!GroupLookup.isSizeLimit(e)) {
        throw e;
      }
      int half = members.size() / 2;
      if (half > 0) {
        found.addAll(groupsOf(members.subList(0, half), attribute));
        found.addAll(groupsOf(members.subList(half, members.size()), attribute));
      }
    }
    return found;
  }

  private static <T> void inParts(List<T> all, Consumer<List<T>> part) {
    for (int from = 0; from < all.size(); from += CONDITIONS_PER_FILTER) {
      part.accept(all.subList(from, Math.min(all.size(), from + CONDITIONS_PER_FILTER)));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A check that groups of Active Directory are found by their security identifiers. */
final class TokenGroupsCheck {

  private static final String TYPE = "groupType";

  /** The bit of {@code groupType} that only security groups have (MS-ADTS, section 2.2.12). */
  private static final int IS_SECURITY_GROUP = 0x80000000;

  private static final List<String> ATTRIBUTES =
      List.of(TYPE, PrimaryGroup.SECURITY_ID, NoGroup.CLASS);

  private final TokenGroupsLookup lookup;
  private final DirectorySession session;

  TokenGroupsCheck(TokenGroupsLookup lookup, DirectorySession session) {
    this.lookup = lookup;
    this.session = session;
  }

  /** Returns the groups that show no problem. */
  Set<Dn> confirmed(Set<Dn> groups) {
    List<String> ids = new ArrayList<>();
    Set<Dn> named = new HashSet<>();
    for (LdapEntry group :
        ManyEntries.read(
                groups,
                lookup.bases(),
                (base, names) ->
                    new LdapSearch(
                        base, SearchScope.SUBTREE, names, ATTRIBUTES, ManyEntries.NO_LIMIT),
                session)
            .values()) {
      Optional<String> id = PrimaryGroup.idOf(group);
      if (id.isPresent() && isOfSecurity(group)) {
        ids.add(id.get());
        named.add(group.dn());
      }
    }
    Set<Dn> found = new HashSet<>();
    ManyEntries.inParts(ids, some -> found.addAll(withIds(some)));
    named.retainAll(found);
    return named;
  }

  private List<Dn> withIds(List<String> ids) {
    return lookup.withIds(ids, LdapSearch.NO_ATTRIBUTES, session).stream()
        .map(LdapEntry::dn)
        .toList();
  }

  /** Returns why the group would not be found; empty if it would. */
  Optional<GroupProblem> problemOf(Dn group) {
    return session
        .read(Stage.READ_GROUPS, group.plain(), ATTRIBUTES)
        .map(entry -> problemOf(entry, group))
        .orElse(Optional.of(GroupProblem.notThere(group)));
  }

  private Optional<GroupProblem> problemOf(LdapEntry entry, Dn group) {
    if (!entry.dn().equals(group)) {
      return Optional.of(GroupProblem.spelled(entry.dn()));
    }
    return NoGroup.problem(entry).or(() -> problemOfGroup(entry));
  }

  private Optional<GroupProblem> problemOfGroup(LdapEntry entry) {
    Optional<String> id = PrimaryGroup.idOf(entry);
    if (id.isEmpty()) {
      return Optional.of(GroupProblem.hidden("shows no " + PrimaryGroup.SECURITY_ID));
    }
    if (!isOfSecurity(entry)) {
      return Optional.of(
          GroupProblem.otherWay(
              "is not a security group, so that "
                  + TokenGroupsLookup.ATTRIBUTE
                  + " does not contain it"));
    }
    return withIds(List.of(id.get())).contains(entry.dn())
        ? Optional.empty()
        : Optional.of(GroupProblem.hidden("is not found by its " + PrimaryGroup.SECURITY_ID));
  }

  private static boolean isOfSecurity(LdapEntry group) {
    return group.attributes().first(TYPE).filter(TokenGroupsCheck::isOfSecurity).isPresent();
  }

  private static boolean isOfSecurity(String type) {
    try {
      return (Integer.parseInt(type) & IS_SECURITY_GROUP) != 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A search for groups in one sign-in, below all bases of the look-up. */
final class GroupSearchInSession implements GroupSearch {

  private final GroupSearchLookup lookup;
  private final DirectorySession session;

  GroupSearchInSession(GroupSearchLookup lookup, DirectorySession session) {
    this.lookup = lookup;
    this.session = session;
  }

  @Override
  public List<LdapEntry> matching(LdapFilter condition) {
    Optional<List<LdapEntry>> found = search(condition);
    if (found.isEmpty()) {
      throw new LdapDirectoryException(
          Stage.READ_GROUPS,
          "the search finds more than " + lookup.maxGroups() + " groups" + GroupLookup.RAISE_LIMIT);
    }
    return found.get();
  }

  /**
   * Returns the groups that match; empty if there are more than the look-up, or the directory,
   * allows.
   */
  Optional<List<LdapEntry>> matchingWithinLimits(LdapFilter condition) {
    try {
      return search(condition);
    } catch (LdapDirectoryException e) {
      if (GroupProblem.isSizeLimit(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Searches below all bases, then again below all but the last, in reverse. This finds a group
   * that is moved from one base to another in the meantime.
   *
   * @return empty if there are more groups than the look-up allows
   */
  private Optional<List<LdapEntry>> search(LdapFilter condition) {
    Map<Dn, LdapEntry> found = new LinkedHashMap<>();
    for (Dn base : thereAndBack(lookup.bases())) {
      LdapSearch.Result below =
          session.findUpToLimit(
              Stage.READ_GROUPS,
              lookup
                  .area()
                  .searchBelow(base, condition, lookup.groupAttributes(), lookup.maxGroups()));
      if (below.isCutShort()) {
        return Optional.empty();
      }
      for (LdapEntry group : below.entries()) {
        found.putIfAbsent(group.dn(), group);
      }
    }
    return Optional.of(List.copyOf(found.values()));
  }

  private static List<Dn> thereAndBack(List<Dn> bases) {
    List<Dn> way = new ArrayList<>(bases);
    for (int i = bases.size() - 2; i >= 0; i--) {
      way.add(bases.get(i));
    }
    return way;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The primary group of a user of Active Directory. Its security identifier is the user's, with
 * {@code primaryGroupID} in place of the last part ([MS-ADA3], attribute primaryGroupID). Filters
 * hold identifiers as text, such as {@code S-1-5-21-1-2-3-513}.
 */
final class PrimaryGroup {

  static final String SECURITY_ID = "objectSid";

  private static final String RELATIVE_ID = "primaryGroupID";

  static final Set<String> USER_ATTRIBUTES = Set.of(SECURITY_ID, RELATIVE_ID);

  private PrimaryGroup() {}

  /**
   * Returns the filter that matches the primary group.
   *
   * @throws LdapDirectoryException if the entry lacks one of the two attributes
   */
  static LdapFilter filter(LdapEntry user) {
    return idOf(user)
        .flatMap(sid -> relativeIdOf(user).map(id -> domainOf(sid) + id))
        .map(sid -> LdapFilter.equal(SECURITY_ID, sid))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_GROUPS,
                    user.dn()
                        + " shows no objectSid and primaryGroupID by which to find the primary"
                        + " group"));
  }

  /**
   * Returns whether one of these groups of Active Directory is the primary group of any user.
   *
   * @param groups entries with {@code objectSid}
   * @param bases the entries below which users are
   */
  static boolean haveUsers(Collection<LdapEntry> groups, List<Dn> bases, DirectorySession session) {
    List<LdapFilter> filters =
        groups.stream()
            .flatMap(group -> idOf(group).stream())
            .map(sid -> LdapFilter.equal(RELATIVE_ID, sid.substring(domainOf(sid).length())))
            .toList();
    return !filters.isEmpty()
        && bases.stream().anyMatch(base -> matchesAny(base, LdapFilter.anyOf(filters), session));
  }

  /**
   * Returns these groups without those of Active Directory, if one is the primary group of users.
   */
  static Map<Dn, LdapEntry> withoutPrimaryOnes(
      Map<Dn, LdapEntry> groups, List<Dn> bases, DirectorySession session) {
    Map<Dn, LdapEntry> others = new LinkedHashMap<>(groups);
    if (haveUsers(groups.values(), bases, session)) {
      others.values().removeIf(group -> group.attributes().bytes(SECURITY_ID).isPresent());
    }
    return others;
  }

  private static boolean matchesAny(Dn base, LdapFilter filter, DirectorySession session) {
    LdapSearch search =
        new LdapSearch(base, SearchScope.SUBTREE, filter, LdapSearch.NO_ATTRIBUTES, 1);
    return !session.find(Stage.READ_GROUPS, search).entries().isEmpty();
  }

  /** Returns the identifier as text; empty if the entry shows none, or a malformed one. */
  static Optional<String> idOf(LdapEntry entry) {
    try {
      return entry.stableId(SECURITY_ID);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String domainOf(String sid) {
    return sid.substring(0, sid.lastIndexOf('-') + 1);
  }

  private static Optional<String> relativeIdOf(LdapEntry user) {
    try {
      return user.attributes()
          .first(RELATIVE_ID)
          .map(id -> Integer.toUnsignedString(Integer.parseUnsignedInt(id)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The primary group of a user of Active Directory. Its security identifier is the user's, with
 * {@code primaryGroupID} in place of the last part ([MS-ADA3], attribute primaryGroupID; the bytes
 * are those of [MS-DTYP], section 2.4.2.2).
 */
final class PrimaryGroup {

  static final String SECURITY_ID = "objectSid";
  static final Set<String> USER_ATTRIBUTES = Set.of(SECURITY_ID, "primaryGroupID");

  private static final int HEADER = 8;

  private PrimaryGroup() {}

  /**
   * Returns the filter that matches the primary group.
   *
   * @throws LdapDirectoryException if the entry lacks one of the two attributes
   */
  static LdapFilter filter(LdapEntry user) {
    return user.attributes()
        .bytes(SECURITY_ID)
        .flatMap(sid -> user.attributes().first("primaryGroupID").flatMap(id -> within(sid, id)))
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
            .flatMap(group -> group.attributes().bytes(SECURITY_ID).stream())
            .filter(PrimaryGroup::isSid)
            .map(sid -> LdapFilter.equal("primaryGroupID", relativeId(sid)))
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

  private static String relativeId(byte[] sid) {
    int id = ByteBuffer.wrap(sid).order(ByteOrder.LITTLE_ENDIAN).getInt(sid.length - Integer.BYTES);
    return Integer.toUnsignedString(id);
  }

  private static boolean isSid(byte[] sid) {
    return sid.length > HEADER && sid.length == HEADER + sid[1] * Integer.BYTES;
  }

  private static Optional<byte[]> within(byte[] sid, String relativeId) {
    if (!isSid(sid)) {
      return Optional.empty();
    }
    try {
      byte[] group = sid.clone();
      ByteBuffer.wrap(group)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(group.length - Integer.BYTES, Integer.parseUnsignedInt(relativeId));
      return Optional.of(group);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

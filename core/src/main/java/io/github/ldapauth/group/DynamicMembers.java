// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The members that a dynamic group selects by URLs. Some directories show such a group where they
 * show groups that list their members, and others do not.
 */
final class DynamicMembers {

  static final String ATTRIBUTE = "memberURL";

  private static final int NO_SUCH_OBJECT = 32;

  private DynamicMembers() {}

  static boolean isDynamic(LdapEntry group) {
    return group.attributes().first(ATTRIBUTE).isPresent();
  }

  /**
   * Returns why a look-up would miss members; empty if it finds one of each URL.
   *
   * @param group the entry, with {@link #ATTRIBUTE}
   * @param attributes the attributes of a member that {@code isFound} reads
   * @param isFound whether the look-up finds the group for a member
   */
  static Optional<GroupProblem> problem(
      LdapEntry group,
      List<String> attributes,
      Predicate<LdapEntry> isFound,
      DirectorySession session) {
    for (String url : group.attributes().all(ATTRIBUTE)) {
      Optional<LdapEntry> member;
      try {
        member = first(LdapSearch.ofUrl(url, attributes, 1), session);
      } catch (IllegalArgumentException e) {
        return Optional.of(
            GroupProblem.hidden("has a memberURL that cannot be read: " + LogText.of(url)));
      }
      if (member.isPresent() && !isFound.test(member.get())) {
        return Optional.of(
            GroupProblem.otherWay(
                "selects "
                    + LogText.of(member.get().dn().toString())
                    + " by memberURL, but is not found as a group of that user"));
      }
    }
    return Optional.empty();
  }

  private static Optional<LdapEntry> first(LdapSearch search, DirectorySession session) {
    try {
      return session.find(Stage.READ_GROUPS, search).entries().stream().findFirst();
    } catch (LdapDirectoryException e) {
      if (e.resultCode().orElse(0) == NO_SUCH_OBJECT) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

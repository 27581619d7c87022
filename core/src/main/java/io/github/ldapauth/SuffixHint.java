// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static java.util.stream.Collectors.joining;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.SearchScope;
import java.util.List;
import java.util.Set;

/** The suffixes of a server, told if the base of a search is below none of them. */
final class SuffixHint {

  /** The answers of a server that has no such suffix: noSuchObject, and a referral. */
  private static final Set<Integer> OUTSIDE = Set.of(32, 10);

  private SuffixHint() {}

  /**
   * Returns the failure of a search, with the suffixes if its base may be below none of them.
   *
   * @param bases those of the searches that may have failed
   */
  static LdapDirectoryException explain(
      LdapDirectoryException e, List<Dn> bases, DirectorySession session) {
    if (!OUTSIDE.contains(e.resultCode().orElse(0))) {
      return e;
    }
    List<Dn> suffixes;
    try {
      suffixes = session.rootDse(e.stage()).namingContexts().stream().map(Dn::parse).toList();
    } catch (LdapDirectoryException | IllegalArgumentException unreadable) {
      return e; // the hint must not hide the answer
    }
    boolean isInside = bases.stream().allMatch(base -> isBelow(base, suffixes));
    return suffixes.isEmpty() || isInside
        ? e
        : e.explainedBy(
            suffixes.stream()
                .map(suffix -> "\"" + LogText.of(suffix.toString()) + "\"")
                .collect(joining(", ", "; the suffixes of the server are ", "")));
  }

  private static boolean isBelow(Dn base, List<Dn> suffixes) {
    return base.isEmpty()
        || suffixes.stream().anyMatch(suffix -> base.isWithin(suffix, SearchScope.SUBTREE));
  }
}

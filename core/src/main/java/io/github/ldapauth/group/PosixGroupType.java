// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Groups found by {@code memberUid} and by the user's primary {@code gidNumber}. */
final class PosixGroupType implements GroupType {

  @Override
  public Set<String> userAttributes() {
    return Set.of("uid", "gidNumber", NoGroup.CLASS);
  }

  @Override
  public List<LdapEntry> find(LdapEntry user, GroupSearch groups) {
    Stream<LdapFilter> primary =
        user.attributes().first("gidNumber").stream()
            .map(gid -> LdapFilter.equal("gidNumber", gid));
    Stream<LdapFilter> listed =
        hasOneName(user)
            ? user.names("uid").stream().map(uid -> LdapFilter.equal(Members.UID, uid))
            : Stream.of();
    List<LdapFilter> conditions = Stream.concat(primary, listed).toList();
    return conditions.isEmpty() ? List.of() : groups.matching(LdapFilter.anyOf(conditions));
  }

  /**
   * Returns false if the user has several names and none in the RDN: one may be another user's.
   * Also if the reader may not see an attribute that each account has (RFC 2307, section 4).
   */
  @Override
  public boolean findsAll(LdapEntry user) {
    boolean isAccount =
        user.attributes().all(NoGroup.CLASS).stream().anyMatch("posixAccount"::equalsIgnoreCase);
    int least = isAccount ? 1 : 0;
    return hasOneName(user)
        && user.names("uid").size() >= least
        && user.attributes().all("gidNumber").size() >= least;
  }

  private static boolean hasOneName(LdapEntry user) {
    try {
      return user.names("uid").size() <= 1;
    } catch (IllegalArgumentException e) { // a name that is not UTF-8
      return false;
    }
  }

  @Override
  public Optional<String> memberAttribute() {
    return Optional.of(Members.UID);
  }

  @Override
  public String toString() {
    return "posixGroup()";
  }
}

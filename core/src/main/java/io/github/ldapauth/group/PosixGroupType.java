// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
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
    return Set.of("uid", "gidNumber");
  }

  @Override
  public List<LdapEntry> find(LdapEntry user, GroupSearch groups) {
    Stream<LdapFilter> primary =
        user.attributes().first("gidNumber").stream()
            .map(gid -> LdapFilter.equal("gidNumber", gid));
    Stream<LdapFilter> listed =
        nameOf(user).stream().map(uid -> LdapFilter.equal("memberUid", uid));
    List<LdapFilter> conditions = Stream.concat(primary, listed).toList();
    return conditions.isEmpty() ? List.of() : groups.matching(LdapFilter.anyOf(conditions));
  }

  /** Returns the name in the RDN, or the only one: a user may have added another's name. */
  private static Optional<String> nameOf(LdapEntry user) {
    List<String> names;
    try {
      names = user.names("uid");
    } catch (IllegalArgumentException e) {
      throw new LdapDirectoryException(Stage.READ_GROUPS, user.dn() + ": " + e.getMessage());
    }
    if (names.size() > 1) {
      throw new LdapDirectoryException(
          Stage.READ_GROUPS, user.dn() + " has several values of uid, by which groups name it");
    }
    return names.stream().findFirst();
  }

  @Override
  public Optional<String> memberAttribute() {
    return Optional.of("memberUid");
  }

  @Override
  public String toString() {
    return "posixGroup()";
  }
}

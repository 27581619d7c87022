// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The attributes by which groups name their members. */
final class Members {

  static final String UID = "memberUid";
  static final String NETGROUP = "nisNetgroupTriple";

  /** Those that hold the DNs of members. */
  static final List<String> BY_DN = List.of("member", "uniqueMember", "roleOccupant");

  /** Those that hold DNs or user names. */
  static final List<String> BY_DN_OR_UID = with(BY_DN, UID);

  /** Those of all groups, also of dynamic groups and netgroups. */
  static final List<String> ALL = with(BY_DN_OR_UID, DynamicMembers.ATTRIBUTE, NETGROUP);

  private Members() {}

  private static List<String> with(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /**
   * Returns the value as the DN of an entry; empty if it is none. A DN of one RDN, such as {@code
   * cn=dummy}, is a placeholder in groups that must not be empty.
   */
  static Optional<Dn> entry(String value) {
    return Dn.tryParse(value).filter(dn -> dn.parent().isPresent());
  }
}

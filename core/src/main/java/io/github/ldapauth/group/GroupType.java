// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows how a directory records who is in a group. Implement it for a directory with a way of its
 * own; an implementation must be safe for use by several threads. Where groups are cached, {@code
 * toString} must differ between types that find different groups.
 */
public interface GroupType {

  /** Returns the attributes of the person's entry that {@link #find} reads. Default: none. */
  default Set<String> userAttributes() {
    return Set.of();
  }

  /**
   * Returns all groups that the person is in. Whatever this throws ends the sign-in and reaches the
   * caller.
   */
  List<LdapEntry> find(LdapEntry person, GroupSearch groups);

  /**
   * Reads {@code member}, which holds DNs: groupOfNames (RFC 4519), and the groups of Active
   * Directory and FreeIPA.
   */
  static MemberDnGroupType groupOfNames() {
    return memberDn("member");
  }

  /** Reads {@code uniqueMember}: groupOfUniqueNames (RFC 4519). */
  static MemberDnGroupType groupOfUniqueNames() {
    return memberDn("uniqueMember");
  }

  /** Reads {@code roleOccupant}: organizationalRole (RFC 4519). */
  static MemberDnGroupType organizationalRole() {
    return memberDn("roleOccupant");
  }

  /** Reads another attribute that holds the DNs of the members. */
  static MemberDnGroupType memberDn(String attribute) {
    return new MemberDnGroupType(attribute);
  }

  /**
   * Reads {@code memberUid}, and counts the person's primary group, {@code gidNumber}: posixGroup
   * (RFC 2307). The person's name is the {@code uid} in the RDN, or the only one; of whom has
   * several others, the groups cannot be told. Case matters.
   */
  static GroupType posixGroup() {
    return new PosixGroupType();
  }

  /**
   * Returns the attribute by which groups name their members, so that groups which do it by another
   * one are noticed. Default: empty, and none is.
   */
  default Optional<String> memberAttribute() {
    return Optional.empty();
  }

  /** Returns what is wrong with this type, one line a mistake. Default: nothing. */
  default List<String> mistakes() {
    return List.of();
  }
}

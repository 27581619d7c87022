// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way in which groups name their members. Implement it if your directory has its own. Several
 * threads call an implementation. With a cache, {@code toString} must differ between types that
 * find different groups.
 */
public interface GroupType {

  /** Returns the attributes of the user's entry that {@link #find} reads. Default: none. */
  default Set<String> userAttributes() {
    return Set.of();
  }

  /** Returns the attributes of groups that {@link #find} reads. Default: none. */
  default Set<String> groupAttributes() {
    return Set.of();
  }

  /**
   * Finds all groups of a user. An exception ends the sign-in and reaches its caller.
   *
   * @param user the entry, with {@link #userAttributes}
   * @return the entries that {@code groups} returned; never null
   */
  List<LdapEntry> find(LdapEntry user, GroupSearch groups);

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
   * Reads {@code memberUid}, and the user's primary group, {@code gidNumber}: posixGroup (RFC
   * 2307). The user's name is the {@code uid} in the RDN, or the only {@code uid}. If there are
   * several and none is in the RDN, only the primary group is found, and membership in all others
   * is unknown. So it is if a posixAccount shows no {@code uid} or {@code gidNumber}. Case matters.
   */
  static GroupType posixGroup() {
    return new PosixGroupType();
  }

  /**
   * Returns whether {@link #find} finds all groups of a user. If not, membership in any other group
   * is unknown. Default: true.
   *
   * @param user the entry, with {@link #userAttributes}
   */
  default boolean findsAll(LdapEntry user) {
    return true;
  }

  /**
   * Returns the attribute by which groups name their members. ldapauth uses it to notice hidden
   * groups, and groups that name their members by another attribute. Default: empty, for no check.
   */
  default Optional<String> memberAttribute() {
    return Optional.empty();
  }

  /** Returns the mistakes of this type, one line each. Default: none. */
  default List<String> mistakes() {
    return List.of();
  }
}

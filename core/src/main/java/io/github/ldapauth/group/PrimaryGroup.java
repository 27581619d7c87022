// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the primary group of a person of Active Directory: the one whose security identifier is the
 * person's with {@code primaryGroupID} in the place of the last part ([MS-ADA3], attribute
 * primaryGroupID; the bytes are those of [MS-DTYP], section 2.4.2.2).
 */
final class PrimaryGroup {

  static final Set<String> USER_ATTRIBUTES = Set.of("objectSid", "primaryGroupID");

  private static final int HEADER = 8;

  private PrimaryGroup() {}

  /**
   * Returns the filter that matches the primary group.
   *
   * @throws LdapDirectoryException if the entry does not show which that is
   */
  static LdapFilter filter(LdapEntry person) {
    return person
        .attributes()
        .bytes("objectSid")
        .flatMap(sid -> person.attributes().first("primaryGroupID").flatMap(id -> within(sid, id)))
        .map(sid -> LdapFilter.equal("objectSid", sid))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_GROUPS,
                    person.dn()
                        + " shows no objectSid and primaryGroupID by which to find the primary"
                        + " group"));
  }

  private static Optional<byte[]> within(byte[] sid, String relativeId) {
    if (sid.length <= HEADER || sid.length != HEADER + sid[1] * Integer.BYTES) {
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

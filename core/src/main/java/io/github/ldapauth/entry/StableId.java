// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Reads the id that survives renames. */
final class StableId {

  private static final String OBJECT_GUID = "objectGUID";

  /** Operational in most directories, hence asked for by name. */
  static final List<String> ATTRIBUTES = List.of("entryUUID", OBJECT_GUID, "nsUniqueId");

  private static final int UUID_BYTES = 16;

  private StableId() {}

  static Optional<String> of(LdapAttributes attributes) {
    return attributes
        .first("entryUUID")
        .or(() -> attributes.bytes(OBJECT_GUID).flatMap(StableId::guid))
        .or(() -> attributes.first("nsUniqueId"))
        .map(id -> id.toLowerCase(Locale.ROOT));
  }

  /** The first three fields of a GUID are little-endian (MS-DTYP, section 2.3.4.2). */
  private static Optional<String> guid(byte[] bytes) {
    if (bytes.length != UUID_BYTES) {
      return Optional.empty();
    }
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long high =
        (little.getInt(0) & 0xFFFFFFFFL) << 32
            | (little.getShort(4) & 0xFFFFL) << 16
            | (little.getShort(6) & 0xFFFFL);
    return Optional.of(new UUID(high, ByteBuffer.wrap(bytes).getLong(8)).toString());
  }
}

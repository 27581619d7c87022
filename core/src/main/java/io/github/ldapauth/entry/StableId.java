// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The id of an entry that stays the same when the entry is renamed. */
final class StableId {

  private static final String OBJECT_GUID = "objectGUID";

  /** The attributes, which most directories return only if requested by name. */
  static final List<String> ATTRIBUTES = List.of("entryUUID", OBJECT_GUID, "nsUniqueId");

  private static final int UUID_BYTES = 16;

  private static final int SID_HEADER = 8;
  private static final int SID_PART = 4;

  /** The conversions to text of the attributes that can be a key; empty for a malformed value. */
  private static final class Forms {

    private static final Pattern UUID_TEXT =
        Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern NS_UNIQUE_ID_TEXT =
        Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{8}){3}");

    static final Map<String, Function<byte[], Optional<String>>> ALL =
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
      ALL.put("entryUUID", value -> text(value, UUID_TEXT));
      ALL.put("ipaUniqueID", value -> text(value, UUID_TEXT));
      ALL.put("nsUniqueId", value -> text(value, NS_UNIQUE_ID_TEXT));
      ALL.put(OBJECT_GUID, value -> guid(value).map(UUID::toString));
      // The same order of bytes makes a UUID with a version digit (RFC 9562, section 4.2).
      ALL.put("GUID", value -> guid(value).map(UUID::toString));
      ALL.put("objectSid", StableId::sid);
    }
  }

  private StableId() {}

  /** Returns the name of an attribute that can be a key, if it is one. */
  static String check(String attribute) {
    if (!Forms.ALL.containsKey(attribute)) {
      throw new IllegalArgumentException("is not a stable id; use one of " + Forms.ALL.keySet());
    }
    return attribute;
  }

  /** Returns the id in one of {@link #ATTRIBUTES}; empty if the entry shows none. */
  static Optional<String> of(LdapAttributes attributes) {
    return attributes
        .first("entryUUID")
        .or(() -> attributes.bytes(OBJECT_GUID).flatMap(StableId::guid).map(UUID::toString))
        .or(() -> attributes.first("nsUniqueId"))
        .map(id -> id.toLowerCase(Locale.ROOT));
  }

  /** Returns the id in this attribute; empty if the entry does not show it. */
  static Optional<String> of(String attribute, LdapAttributes attributes) {
    List<byte[]> values = attributes.allBytes(attribute);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw new IllegalArgumentException("several values of " + attribute);
    }
    Optional<String> id =
        Objects.requireNonNull(Forms.ALL.get(check(attribute))).apply(values.get(0));
    return Optional.of(
        id.orElseThrow(() -> new IllegalArgumentException("a malformed value of " + attribute)));
  }

  private static Optional<String> text(byte[] value, Pattern form) {
    String text = new String(value, StandardCharsets.UTF_8);
    return form.matcher(text).matches()
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /**
   * Decodes a revision, a count, six bytes of authority, and as many little-endian numbers
   * (MS-DTYP).
   */
  static Optional<String> sid(byte[] value) {
    if (value.length < SID_HEADER
        || value[0] != 1
        || value.length != SID_HEADER + SID_PART * Byte.toUnsignedInt(value[1])) {
      return Optional.empty();
    }
    StringBuilder sid = new StringBuilder("S-1-");
    sid.append(ByteBuffer.wrap(value).getLong(0) & 0xFFFFFFFFFFFFL);
    ByteBuffer parts = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(SID_HEADER);
    while (parts.hasRemaining()) {
      sid.append('-').append(Integer.toUnsignedString(parts.getInt()));
    }
    return Optional.of(sid.toString());
  }

  /** Decodes a GUID. Its first three fields are little-endian (MS-DTYP, section 2.3.4.2). */
  static Optional<UUID> guid(byte[] bytes) {
    if (bytes.length != UUID_BYTES) {
      return Optional.empty();
    }
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long high =
        (little.getInt(0) & 0xFFFFFFFFL) << 32
            | (little.getShort(4) & 0xFFFFL) << 16
            | (little.getShort(6) & 0xFFFFL);
    return Optional.of(new UUID(high, ByteBuffer.wrap(bytes).getLong(8)));
  }
}

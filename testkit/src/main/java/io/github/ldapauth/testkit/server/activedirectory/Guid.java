// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The form of {@code objectGUID} (MS-DTYP, section 2.3.4.2): its first three parts are little
 * endian.
 */
final class Guid {

  private static final Pattern FORM =
      Pattern.compile("\\{?(?<uuid>[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})}?");

  private Guid() {}

  /** Returns the form in which the directory stores it. */
  static byte[] bytes(UUID uuid) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long high = uuid.getMostSignificantBits();
    buffer.putInt((int) (high >>> Integer.SIZE));
    buffer.putShort((short) (high >>> Short.SIZE));
    buffer.putShort((short) high);
    buffer.order(ByteOrder.BIG_ENDIAN).putLong(uuid.getLeastSignificantBits());
    return buffer.array();
  }

  /** Reads the text form, in braces or not; empty if it is none. */
  static Optional<byte[]> parse(String text) {
    return Optional.of(FORM.matcher(text))
        .filter(matcher -> matcher.matches())
        .map(matcher -> bytes(UUID.fromString(matcher.group("uuid"))));
  }
}

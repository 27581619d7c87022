// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encodings of passwords. The caller overwrites the bytes. */
final class PasswordBytes {

  private static final int MOST_BYTES_PER_CHAR = 3;

  private PasswordBytes() {}

  /** Returns the password in UTF-8, as binds expect it (RFC 4513, section 5.1.3). */
  static byte[] encode(char[] password) {
    ByteBuffer buffer = ByteBuffer.allocate(password.length * MOST_BYTES_PER_CHAR);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), buffer, true);
    byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }

  /** Returns the password in quotation marks and UTF-16, as Active Directory expects a new one. */
  static byte[] encodeQuoted(char[] password) {
    ByteBuffer bytes = ByteBuffer.allocate((password.length + 2) * Character.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putChar('"');
    for (char c : password) {
      bytes.putChar(c);
    }
    return bytes.putChar('"').array();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes passwords for a simple bind (RFC 4513, section 5.1.3: UTF-8), leaving no copy behind. */
final class PasswordBytes {

  private static final int MOST_BYTES_PER_CHAR = 3;

  private PasswordBytes() {}

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
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PasswordProvider;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A password for one simple bind (RFC 4513, section 5.1.3: UTF-8). After the request is sent, the
 * SDK overwrites the bytes of a provider and its own buffer. Other kinds of passwords would stay in
 * that buffer and in the connection's last bind.
 */
final class PasswordBytes extends PasswordProvider {

  private static final long serialVersionUID = 1;
  private static final int MOST_BYTES_PER_CHAR = 3;

  private transient byte @Nullable [] unsent;

  /** Takes over an encoded password, and overwrites it later. */
  PasswordBytes(byte[] encoded) {
    this.unsent = encoded;
  }

  /** Encodes a password. The caller clears the given one. */
  static PasswordBytes of(char[] password) {
    return new PasswordBytes(encode(password));
  }

  /** Returns the password in UTF-8. The caller overwrites it. */
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

  /** Returns the password once, so that no bind is sent twice. */
  @Override
  public byte[] getPasswordBytes() throws LDAPException {
    byte[] password = unsent;
    if (password == null) {
      throw new LDAPException(ResultCode.LOCAL_ERROR, "a password is sent once");
    }
    unsent = null;
    return password;
  }

  /** Overwrites a password that was not sent. */
  void clear() {
    byte[] password = unsent;
    if (password != null) {
      Arrays.fill(password, (byte) 0);
    }
    unsent = null;
  }
}

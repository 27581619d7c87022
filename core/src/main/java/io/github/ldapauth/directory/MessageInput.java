// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;

/**
 * The messages that a server sends (RFC 4511, section 4.1.1), one after the other. Each is whole
 * before it is read.
 */
final class MessageInput {

  private static final int USUAL_BYTES = 8 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[USUAL_BYTES];
  private int start;
  private int end;

  MessageInput(InputStream in) {
    this.in = in;
  }

  /** Returns whether bytes after the last message are known already. */
  boolean hasMore() {
    return start < end;
  }

  /**
   * Waits for the next message, and returns what is inside. It is readable until the next call.
   *
   * @throws ProtocolException if it is no LDAP message
   * @throws OversizedAnswer if it is too large
   * @throws EOFException if the connection ended before its last byte
   */
  BerReader next() throws IOException {
    need(1);
    int tag = buffer[start] & 0xff;
    if (tag != BerReader.SEQUENCE) {
      throw new ProtocolException("the answer begins with byte " + tag);
    }
    need(2);
    int header = 1 + BerLength.octets(buffer[start + 1] & 0xff);
    need(header);
    int length = BerLength.read(buffer, start + 1);
    if (length < 0 || length > OversizedAnswer.MAX_BYTES) {
      throw OversizedAnswer.ofBytes();
    }
    int size = header + length;
    if (size > buffer.length) {
      return new BerReader(large(size), 0, size).inside(BerReader.SEQUENCE);
    }
    need(size);
    start += size;
    return new BerReader(buffer, start - size, start).inside(BerReader.SEQUENCE);
  }

  /** Waits until the buffer has this many bytes. */
  private void need(int count) throws IOException {
    if (count > buffer.length - start) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    while (end - start < count) {
      end += read(buffer, end);
    }
  }

  /** Takes a message that is larger than the buffer. Its array grows as its bytes arrive. */
  private byte[] large(int size) throws IOException {
    byte[] message = Arrays.copyOfRange(buffer, start, start + buffer.length);
    int count = end - start;
    start = 0;
    end = 0;
    while (count < size) {
      if (count == message.length) {
        message = Arrays.copyOf(message, Math.min(size, 2 * count));
      }
      count += read(message, count);
    }
    return message;
  }

  private int read(byte[] target, int at) throws IOException {
    int count = in.read(target, at, target.length - at);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    return count;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reader of BER elements, one after the other (ITU-T X.690, in the form of RFC 4511, section
 * 5.1). The reader of the SDK takes a lock for each byte.
 */
final class BerReader {

  private static final int BYTE = 0xFF;
  private static final int LONG_FORM = 0x80;
  private static final int MOST_BYTES_OF_NUMBER = 4;

  private final byte[] bytes;
  private final int end;
  private int at;

  private BerReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  static BerReader of(byte[] bytes) {
    return new BerReader(bytes, 0, bytes.length);
  }

  boolean hasMore() {
    return at < end;
  }

  /**
   * Returns the type of the next element.
   *
   * @throws ProtocolException if there is none
   */
  int type() throws ProtocolException {
    if (at >= end) {
      throw new ProtocolException("an element of the answer is missing");
    }
    return bytes[at] & BYTE;
  }

  /** Moves into the next element, and returns where it ends. */
  private int enter() throws ProtocolException {
    type();
    at++;
    int length = type();
    at++;
    if (length >= LONG_FORM) {
      int count = length - LONG_FORM;
      length = count == 0 ? -1 : number(count, 0);
    }
    if (length < 0 || length > end - at) {
      throw new ProtocolException("an element of the answer is longer than what contains it");
    }
    return at + length;
  }

  private int number(int count, int first) throws ProtocolException {
    if (count > MOST_BYTES_OF_NUMBER || count > end - at) {
      throw new ProtocolException("a number in the answer has " + count + " bytes");
    }
    int number = first;
    for (int i = 0; i < count; i++) {
      number = (number << Byte.SIZE) | (bytes[at] & BYTE);
      at++;
    }
    return number;
  }

  /** Reads an element that contains others. */
  BerReader sequence() throws ProtocolException {
    int next = enter();
    BerReader inside = new BerReader(bytes, at, next);
    at = next;
    return inside;
  }

  int integer() throws ProtocolException {
    int next = enter();
    int sign = at < next && bytes[at] < 0 ? -1 : 0;
    return number(next - at, sign);
  }

  byte[] octets() throws ProtocolException {
    int next = enter();
    byte[] value = Arrays.copyOfRange(bytes, at, next);
    at = next;
    return value;
  }

  String text() throws ProtocolException {
    int next = enter();
    String text = new String(bytes, at, next - at, StandardCharsets.UTF_8);
    at = next;
    return text;
  }

  /** Reads an element with its type and length. */
  byte[] element() throws ProtocolException {
    int from = at;
    skip();
    return Arrays.copyOfRange(bytes, from, at);
  }

  void skip() throws ProtocolException {
    at = enter();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * The elements inside of another one, in the encoding of LDAP (RFC 4511, section 5.1), read one
 * after the other. None reaches beyond the one that holds it, and each has the type that the reader
 * expects.
 */
final class BerReader {

  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int ENUMERATED = 0x0a;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int LONG_FORM = 0x80;
  private static final int MOST_BYTES = 4;
  private static final byte[] EMPTY = {};

  private final byte[] bytes;
  private final int end;
  private int next;

  /** Reads the elements in a part of an array, which stays as it is. */
  BerReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.next = from;
    this.end = end;
  }

  boolean hasMore() {
    return next < end;
  }

  /** Returns the type of the next element. */
  int type() throws ProtocolException {
    return byteAt(next);
  }

  /** Takes the next element, and returns what is inside. */
  BerReader inside(int type) throws ProtocolException {
    int from = begin(type);
    return new BerReader(bytes, from, next);
  }

  byte[] octets(int type) throws ProtocolException {
    int from = begin(type);
    if (from == next) {
      return EMPTY;
    }
    byte[] octets = new byte[next - from];
    System.arraycopy(bytes, from, octets, 0, octets.length);
    return octets;
  }

  String text(int type) throws ProtocolException {
    int from = begin(type);
    return new String(bytes, from, next - from, StandardCharsets.UTF_8);
  }

  int number(int type) throws ProtocolException {
    int from = begin(type);
    if (next == from || next - from > MOST_BYTES) {
      throw new ProtocolException("a number of " + (next - from) + " bytes");
    }
    int number = bytes[from];
    for (int at = from + 1; at < next; at++) {
      number = (number << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return number;
  }

  boolean isTrue() throws ProtocolException {
    int from = begin(BOOLEAN);
    if (next - from != 1) {
      throw new ProtocolException("a boolean of " + (next - from) + " bytes");
    }
    return bytes[from] != 0;
  }

  void skip() throws ProtocolException {
    begin(type());
  }

  /** Returns how many elements are left. */
  int count() throws ProtocolException {
    BerReader copy = new BerReader(bytes, next, end);
    int count = 0;
    while (copy.hasMore()) {
      copy.skip();
      count++;
    }
    return count;
  }

  /** Moves on to the element after the next one, and returns where the content of that begins. */
  private int begin(int type) throws ProtocolException {
    int found = type();
    if (found != type) {
      throw new ProtocolException("an element of type " + found + " in place of " + type);
    }
    int from = next + 1 + lengthBytes(byteAt(next + 1));
    if (from > end) {
      throw missing();
    }
    int length = length(bytes, next + 1);
    if (length < 0 || length > end - from) {
      throw new ProtocolException("an element that reaches beyond the one that holds it");
    }
    next = from + length;
    return from;
  }

  private int byteAt(int at) throws ProtocolException {
    if (at >= end) {
      throw missing();
    }
    return bytes[at] & 0xff;
  }

  private static ProtocolException missing() {
    return new ProtocolException("an element is missing or incomplete");
  }

  /**
   * Returns how many bytes a length takes.
   *
   * @param first its first byte
   * @throws ProtocolException if it is indefinite, or takes more than LDAP messages need
   */
  static int lengthBytes(int first) throws ProtocolException {
    int more = first < LONG_FORM ? 0 : first - LONG_FORM;
    if (first == LONG_FORM || more > MOST_BYTES) {
      throw new ProtocolException("a length that begins with byte " + first);
    }
    return 1 + more;
  }

  /** Returns a length whose bytes are all there; negative if it is more than an {@code int}. */
  static int length(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    if (first < LONG_FORM) {
      return first;
    }
    int length = 0;
    for (int i = at + 1; i <= at + first - LONG_FORM; i++) {
      length = (length << Byte.SIZE) | (bytes[i] & 0xff);
    }
    return length;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A reader of the elements inside of another one, in the encoding of LDAP (RFC 4511, section 5.1):
 * each is a tag, a {@linkplain BerLength length} and contents. None reaches beyond the element that
 * holds it, and each has the tag that the caller expects.
 */
final class BerReader {

  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int ENUMERATED = 0x0a;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int MOST_BYTES_OF_INTEGER = 4;

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

  /**
   * Ends the reading of an element that may have no further parts.
   *
   * @throws ProtocolException if something is left
   */
  void requireEnd() throws ProtocolException {
    if (hasMore()) {
      throw new ProtocolException(length() + " bytes too many in an element");
    }
  }

  /** Returns how many bytes are left. */
  int length() {
    return end - next;
  }

  /** Returns the tag of the next element. */
  int tag() throws ProtocolException {
    return byteAt(next);
  }

  /** Takes the next element, and returns a reader of those inside. */
  BerReader inside(int tag) throws ProtocolException {
    int from = take(tag);
    return new BerReader(bytes, from, next);
  }

  byte[] octets(int tag) throws ProtocolException {
    int from = take(tag);
    return Arrays.copyOfRange(bytes, from, next);
  }

  String text(int tag) throws ProtocolException {
    int from = take(tag);
    return new String(bytes, from, next - from, StandardCharsets.UTF_8);
  }

  /** Takes all elements that are left, which must be texts. */
  List<String> texts() throws ProtocolException {
    List<String> texts = new ArrayList<>(1);
    while (hasMore()) {
      texts.add(text(OCTET_STRING));
    }
    return texts;
  }

  int integer(int tag) throws ProtocolException {
    int from = take(tag);
    if (next == from || next - from > MOST_BYTES_OF_INTEGER) {
      throw new ProtocolException("a number of " + (next - from) + " bytes");
    }
    int number = bytes[from];
    for (int at = from + 1; at < next; at++) {
      number = (number << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return number;
  }

  boolean bool() throws ProtocolException {
    int from = take(BOOLEAN);
    if (next - from != 1) {
      throw new ProtocolException("a boolean of " + (next - from) + " bytes");
    }
    return bytes[from] != 0;
  }

  void skip() throws ProtocolException {
    take(tag());
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

  /** Takes the next element, and returns where its contents begin. They end before the next one. */
  private int take(int tag) throws ProtocolException {
    int found = tag();
    if (found != tag) {
      throw new ProtocolException("an element of type " + found + " in place of " + tag);
    }
    int from = next + 1 + BerLength.octets(byteAt(next + 1));
    if (from > end) {
      throw missing();
    }
    int length = BerLength.read(bytes, next + 1);
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
}

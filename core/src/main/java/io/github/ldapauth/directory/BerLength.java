// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.ProtocolException;

/**
 * The length octets of an element (X.690, section 8.1.3): the length itself if it is less than 128,
 * otherwise 128 plus the number of octets that follow, which hold it. LDAP allows definite lengths
 * only (RFC 4511, section 5.1).
 */
final class BerLength {

  private static final int LONG_FORM = 0x80;
  private static final int MOST_OCTETS = 4;

  private BerLength() {}

  /**
   * Returns how many octets a length takes, with the first.
   *
   * @throws ProtocolException if it is indefinite, or takes more than LDAP messages need
   */
  static int octets(int first) throws ProtocolException {
    int more = first < LONG_FORM ? 0 : first - LONG_FORM;
    if (first == LONG_FORM || more > MOST_OCTETS) {
      throw new ProtocolException("a length that begins with byte " + first);
    }
    return 1 + more;
  }

  /** Returns a length whose octets are all there; negative if it is more than an {@code int}. */
  static int read(byte[] bytes, int at) {
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;

/**
 * An answer that is larger than ldapauth reads. The server works, so this causes no second try and
 * no test of other connections.
 */
final class OversizedAnswer extends IOException {

  private static final long serialVersionUID = 1;

  /** Enough for an entry with a few photos. */
  static final int MAX_BYTES = 16 << 20;

  /** The most bytes of all that a search finds. A sign-in may read up to two such answers. */
  static final int MAX_BYTES_IN_ALL = 2 * MAX_BYTES;

  /** More than any schema has for users. Each name is compared to those before it. */
  static final int MAX_ATTRIBUTES = 2000;

  private OversizedAnswer(String what) {
    super(what + "; name the attributes that you need with attributes(...)");
  }

  static OversizedAnswer ofBytes() {
    return new OversizedAnswer("an entry is larger than " + (MAX_BYTES >> 20) + " MiB");
  }

  static OversizedAnswer ofBytesInAll() {
    return new OversizedAnswer(
        "all entries are larger than " + (MAX_BYTES_IN_ALL >> 20) + " MiB together");
  }

  static OversizedAnswer ofAttributes() {
    return new OversizedAnswer("an entry has more than " + MAX_ATTRIBUTES + " attributes");
  }
}

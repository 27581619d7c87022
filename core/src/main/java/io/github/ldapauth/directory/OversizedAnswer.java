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

  /** The most bytes of all that a search finds, at all servers together. */
  static final int MAX_BYTES_IN_ALL = 2 * MAX_BYTES;

  /** More than any schema has for users. Each name is compared to those before it. */
  static final int MAX_ATTRIBUTES = 2000;

  private static final String ATTRIBUTES = "name the attributes that you need with attributes(...)";

  private OversizedAnswer(String what, String hint) {
    super(what + "; " + hint);
  }

  static OversizedAnswer ofBytes() {
    return new OversizedAnswer("an entry is larger than " + (MAX_BYTES >> 20) + " MiB", ATTRIBUTES);
  }

  static OversizedAnswer ofBytesInAll() {
    return new OversizedAnswer(
        "all entries are larger than " + (MAX_BYTES_IN_ALL >> 20) + " MiB together",
        "narrow the base or the filter of the search");
  }

  static OversizedAnswer ofAttributes() {
    return new OversizedAnswer(
        "an entry has more than " + MAX_ATTRIBUTES + " attributes", ATTRIBUTES);
  }
}

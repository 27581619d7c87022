// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;

/**
 * An answer that is larger than ldapauth reads. The server works, so this causes no second try and
 * no test of other connections.
 */
final class OversizedAnswer extends IOException {

  /** Enough for an entry with a few photos. A sign-in may read up to two such answers. */
  static final int MAX_BYTES = 16 << 20;

  private static final long serialVersionUID = 1;

  OversizedAnswer() {
    super(
        "an entry is larger than "
            + (MAX_BYTES >> 20)
            + " MiB; name the attributes that you need with attributes(...)");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;

/** An answer that is larger than may be read, which looks like a lost connection. */
final class OversizedAnswer {

  /** Enough for an entry with a few photos. A sign-in may read up to two such answers. */
  static final int MAX_BYTES = 16 << 20;

  /** The text by which to recognize it, as the SDK has no type for it. */
  private static final String SIGN = "larger than the maximum";

  private OversizedAnswer() {}

  /**
   * Returns an exception that says what to do if an answer was too large, and the given one
   * otherwise. Its result code causes no second try and no test of other connections, as the server
   * works. This connection is closed, as the rest of the answer is unread.
   */
  static LDAPException named(LDAPException e, Connection connection) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains(SIGN)) {
        connection.close();
        return new LDAPException(
            ResultCode.USER_CANCELED,
            "an entry is larger than "
                + (MAX_BYTES >> 20)
                + " MiB; name the attributes that you need with attributes(...)",
            e);
      }
    }
    return e;
  }
}

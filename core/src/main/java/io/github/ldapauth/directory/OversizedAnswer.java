// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;

/** An answer that is larger than the SDK may read, which it reports as a server that is down. */
final class OversizedAnswer {

  /** Enough for an entry with a few photos. A server may send two of them for each sign-in. */
  static final int MAX_BYTES = 16 << 20;

  /** The only sign of it: the SDK has no type for it. */
  private static final String SIGN = "larger than the maximum";

  private OversizedAnswer() {}

  /**
   * Returns the failure that says what to do, if an answer was too large, and the given one
   * otherwise. The server is well, so that the code asks for no second try and no suspicion of
   * other connections; this one, on which the rest of the answer waits, is closed.
   */
  static LDAPException named(LDAPException e, LDAPConnection connection) {
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import org.jspecify.annotations.Nullable;

/** Describes a failed request in one line. */
final class ResultText {

  private ResultText() {}

  static String of(LDAPException e) {
    String message = LogText.of(innermost(e));
    String name = e.getResultCode().getName() + " (" + e.getResultCode().intValue() + ")";
    return message.isEmpty() || message.equals(e.getResultCode().getName())
        ? name
        : name + ": " + message;
  }

  /** The SDK wraps what happened in sentences, so that the end of them may be cut off. */
  private static @Nullable String innermost(LDAPException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof LDAPException
        ? e.getMessage()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}

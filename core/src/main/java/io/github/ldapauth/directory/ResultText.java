// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;

/** Describes a failed request in one line. */
final class ResultText {

  private ResultText() {}

  static String of(LDAPException e) {
    String message = LogText.of(e.getMessage());
    String name = e.getResultCode().getName() + " (" + e.getResultCode().intValue() + ")";
    return message.isEmpty() || message.equals(e.getResultCode().getName())
        ? name
        : name + ": " + message;
  }
}

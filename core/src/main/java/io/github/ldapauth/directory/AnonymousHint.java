// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Set;

/** Hints that explain failures of anonymous searches by the settings that are missing. */
final class AnonymousHint {

  /**
   * The answers to anonymous readers: 1 from Active Directory, 32 from OpenLDAP if it hides
   * entries.
   */
  private static final Set<ResultCode> REFUSALS =
      Set.of(
          ResultCode.OPERATIONS_ERROR,
          ResultCode.NO_SUCH_OBJECT,
          ResultCode.INAPPROPRIATE_AUTHENTICATION,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          ResultCode.UNWILLING_TO_PERFORM);

  private AnonymousHint() {}

  /** Returns a hint to put before the text of a failed search; empty if there is none. */
  static String before(Stage stage, LDAPException e) {
    if (!REFUSALS.contains(e.getResultCode())) {
      return "";
    }
    return stage == Stage.READ_USER
        ? "read anonymously; set serviceAccount(...), or readAsUser() if users may read their own"
            + " entries: "
        : "searched anonymously, as there is no serviceAccount(...): ";
  }
}

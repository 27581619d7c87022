// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;

/** The result of {@link LdapAuthenticator#refresh}: yes, as {@link Permitted}, or no. */
public sealed interface RefreshResult {

  /**
   * The user is still there, and may still sign in, as far as the entry shows.
   *
   * @param ldapUser the user as the directory describes it now. DN and user name may have changed
   */
  record Permitted(LdapUser ldapUser) implements RefreshResult {}

  /**
   * The user may not sign in any more. End the user's sessions.
   *
   * @param reason the reason, for logs and operators
   * @param detail the reason in words; fit for a log, not for the user
   * @param status the state of the account, as the entry shows it
   */
  record Ended(RejectionReason reason, String detail, AccountStatus status)
      implements RefreshResult {}
}

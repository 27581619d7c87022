// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.NewPasswordRefusal;

/** The result of {@link LdapAuthenticator#changePassword}. */
public sealed interface PasswordChangeResult {

  /**
   * The directory has the new password.
   *
   * @param dn the user's DN; without a search, as the bind named it
   */
  record Changed(String dn) implements PasswordChangeResult {}

  /**
   * The old password is right, but the directory refuses the new one. The old one stays valid.
   *
   * @param reason the reason; fit for the user
   * @param detail the directory's answer; fit for a log, not for the user
   */
  record Refused(NewPasswordRefusal reason, String detail) implements PasswordChangeResult {}

  /**
   * The user is unknown, the old password is wrong, or the user may not sign in. Nothing was
   * changed.
   *
   * @param reason the reason, for logs and operators
   * @param detail the reason in words; fit for a log, not for the user
   * @param status the state of the account, and whether the old password was proven right
   */
  record Rejected(RejectionReason reason, String detail, AccountStatus status)
      implements PasswordChangeResult {

    /** See {@link AuthenticationResult.Rejected#publicMessage}. */
    public String publicMessage() {
      return Rejection.PUBLIC_MESSAGE;
    }
  }
}

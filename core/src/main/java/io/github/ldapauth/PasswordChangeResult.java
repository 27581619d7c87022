// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.NewPasswordRefusal;

/** The result of {@link LdapAuthenticator#changePassword}. */
public sealed interface PasswordChangeResult {

  /**
   * The directory has the new password.
   *
   * @param dn the user's DN as the directory spells it; if the entry cannot be read, the name of
   *     the bind
   */
  record Changed(String dn) implements PasswordChangeResult {}

  /**
   * The new password is refused, by the directory or before anything is sent to it. The old one is
   * unchanged. This does not prove the old one: see {@code oldPassword}.
   *
   * @param reason the reason; fit for the user
   * @param detail the directory's answer; fit for a log, not for the user
   * @param oldPassword {@link PasswordProof#RIGHT} if the directory accepted the old password;
   *     {@link PasswordProof#UNKNOWN} if it was not sent
   */
  record Refused(NewPasswordRefusal reason, String detail, PasswordProof oldPassword)
      implements PasswordChangeResult {}

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

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.directory.PasswordCheck;

/** The rule that a user whose account has a problem may not sign in. */
final class AccountRules {

  private AccountRules() {}

  /**
   * Requires that the directory accepted the bind.
   *
   * @throws Rejection if it did not
   */
  static void require(PasswordCheck answer, FoundUser found) {
    RejectionReason no =
        switch (answer.verdict()) {
          case ACCEPTED -> null;
          case INVALID_CREDENTIALS -> RejectionReason.INVALID_CREDENTIALS;
          case NO_SUCH_ENTRY -> RejectionReason.USER_NOT_FOUND;
          case REFUSED ->
              answer
                  .status()
                  .problem()
                  .map(AccountRules::reason)
                  .orElse(RejectionReason.REFUSED_BY_DIRECTORY);
        };
    if (no != null) {
      throw new Rejection(
          no,
          "the directory answered the bind of "
              + found.bindName()
              + " with "
              + answer.detail()
              + found.hint());
    }
  }

  /**
   * Requires that the entry of a user shows no problem.
   *
   * @throws Rejection if it does
   */
  static void require(LdapUser user) {
    user.status()
        .problem()
        .ifPresent(
            problem -> {
              throw new Rejection(reason(problem), user.dn() + ": " + user.status());
            });
  }

  private static RejectionReason reason(Problem problem) {
    return switch (problem) {
      case DISABLED -> RejectionReason.ACCOUNT_DISABLED;
      case EXPIRED -> RejectionReason.ACCOUNT_EXPIRED;
      case LOCKED -> RejectionReason.ACCOUNT_LOCKED;
      case IDLE -> RejectionReason.ACCOUNT_IDLE;
      case PASSWORD_EXPIRED -> RejectionReason.PASSWORD_EXPIRED;
      case MUST_CHANGE_PASSWORD -> RejectionReason.MUST_CHANGE_PASSWORD;
      case NOT_AT_THIS_HOUR -> RejectionReason.NOT_AT_THIS_HOUR;
      case NOT_FROM_HERE -> RejectionReason.NOT_FROM_HERE;
    };
  }
}

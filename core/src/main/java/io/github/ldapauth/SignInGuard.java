// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/**
 * What a guard throws ends the sign-in and reaches the caller, and nothing is written.
 *
 * <p>A guard lets the application refuse a sign-in for a reason of its own: too many attempts, a
 * maintenance window, a person without a contract.
 *
 * <p>It never gets the password: whether that is right is for the directory to say, and code that
 * does not have it cannot leak it.
 */
public interface SignInGuard {

  /**
   * Is asked before anything is sent to the directory.
   *
   * @param username what was typed, without white space around it
   * @return why nobody may try this name now, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeSignIn(String username) {
    return Optional.empty();
  }

  /**
   * Is asked when the password was right and all rules hold, before the user store is asked.
   *
   * @return why this person may not sign in, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeUserStore(LdapUser ldapUser) {
    return Optional.empty();
  }
}

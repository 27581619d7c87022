// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Dn;
import java.util.Optional;

/**
 * A check of the application's own that may reject a sign-in: too many attempts, a maintenance
 * window, a user without a contract.
 *
 * <p>An exception of a guard ends the sign-in and reaches the caller, and nothing is written. A
 * guard never gets the password, so that it cannot leak it.
 */
public interface SignInGuard {

  /**
   * Checks the user name before anything is sent to the directory.
   *
   * @param username the name as it was typed, without white space around it
   * @return why this name may not be tried now, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeSignIn(String username) {
    return Optional.empty();
  }

  /**
   * Checks the user after the search and before the bind, while no connection is in use. Count
   * attempts by the DN or the stable id: unlike the typed name, they are the same for every
   * spelling of a user name. The call counts towards the time limit of the sign-in.
   *
   * <p>Not called with {@link UserLookup#bindName}, as the entry is found after the bind. With
   * {@link UserLookup#dnTemplate}, the DN contains the name as it was typed, and there is no id.
   *
   * @param dn the entry to bind as
   * @param stableId see {@link LdapUser#stableId()}; empty if the directory has none
   * @return why this user may not try a password now, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
    return Optional.empty();
  }

  /**
   * Checks the user after the password and all rules, before the user store is called.
   *
   * @return why this user may not sign in, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeUserStore(LdapUser ldapUser) {
    return Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Dn;
import java.util.Optional;

/**
 * A reason of the application's own to reject a sign-in: too many attempts, a maintenance window, a
 * user without a contract.
 *
 * <p>An exception of a guard ends the sign-in and reaches the caller, and nothing is written. A
 * guard never gets the password: only the directory can check it, and code that does not have it
 * cannot leak it.
 */
public interface SignInGuard {

  /**
   * Called before anything is sent to the directory.
   *
   * @param username what was typed, without white space around it
   * @return why this name may not be tried now, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeSignIn(String username) {
    return Optional.empty();
  }

  /**
   * Called after the search and before the bind, while no connection is in use. Unlike the typed
   * name, DN and stable id are the same for every spelling of a user name: count attempts by them.
   * Not called with {@link UserLookup#bindName}, as the directory tells the entry after the bind;
   * with {@link UserLookup#dnTemplate}, the DN contains the name as it was typed, and there is no
   * id. It takes part of the time limit of the sign-in.
   *
   * @param dn the entry to bind as
   * @param stableId see {@link LdapUser#stableId()}
   * @return why this user may not try a password now, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
    return Optional.empty();
  }

  /**
   * Called when the password was right and all rules hold, before the user store is called.
   *
   * @return why this user may not sign in, for the log; empty to go on. Default: empty
   */
  default Optional<String> beforeUserStore(LdapUser ldapUser) {
    return Optional.empty();
  }
}

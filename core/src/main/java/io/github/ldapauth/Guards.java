// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Optional;

/**
 * The application's guards. Each question goes to all of them in order, until one rejects the user.
 */
record Guards(List<SignInGuard> guards) {

  /**
   * Asks before anything is sent.
   *
   * @throws Rejection if a guard rejects the user
   */
  void beforeSignIn(String username) {
    for (SignInGuard guard : guards) {
      accept(guard, "beforeSignIn", guard.beforeSignIn(username));
    }
  }

  /**
   * Asks before the bind, if the DN is known.
   *
   * @throws Rejection if a guard rejects the user
   */
  void beforeBind(FoundUser found) {
    Dn dn = found.dn();
    if (dn != null) {
      for (SignInGuard guard : guards) {
        accept(guard, "beforeBind", guard.beforeBind(dn, found.stableId()));
      }
    }
  }

  /**
   * Asks after the rules.
   *
   * @throws Rejection if a guard rejects the user
   */
  void beforeUserStore(LdapUser user) {
    for (SignInGuard guard : guards) {
      accept(guard, "beforeUserStore", guard.beforeUserStore(user));
    }
  }

  /** Throws the rejection that a guard returned, if it returned one. */
  private static void accept(SignInGuard guard, String method, Optional<String> answer) {
    Optional<String> detail = Callbacks.requireResult(guard, "SignInGuard." + method, answer);
    if (detail.isPresent()) {
      throw new Rejection(RejectionReason.REFUSED_BY_APPLICATION, detail.get());
    }
  }
}

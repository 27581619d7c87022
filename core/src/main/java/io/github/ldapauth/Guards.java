// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    ask("beforeSignIn", guard -> guard.beforeSignIn(username));
  }

  /**
   * Asks before the bind, if the DN is known.
   *
   * @throws Rejection if a guard rejects the user
   */
  void beforeBind(FoundUser found) {
    Dn dn = found.dn();
    if (dn != null) {
      ask("beforeBind", guard -> guard.beforeBind(dn, found.stableId()));
    }
  }

  /**
   * Asks after the rules.
   *
   * @throws Rejection if a guard rejects the user
   */
  void beforeUserStore(LdapUser user) {
    ask("beforeUserStore", guard -> guard.beforeUserStore(user));
  }

  private void ask(String method, Function<SignInGuard, Optional<String>> question) {
    for (SignInGuard guard : guards) {
      Callbacks.requireResult(guard, "SignInGuard." + method, question.apply(guard))
          .ifPresent(
              detail -> {
                throw new Rejection(RejectionReason.REFUSED_BY_APPLICATION, detail);
              });
    }
  }
}

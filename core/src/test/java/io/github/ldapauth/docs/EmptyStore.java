// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserStore;
import java.util.Optional;
import java.util.function.BiFunction;

/** A store without accounts: every user is new, and nothing is saved. */
record EmptyStore<A>(BiFunction<String, LdapUser, A> newAccount) implements UserStore<A> {

  @Override
  public Optional<A> find(String key, LdapUser user) {
    return Optional.empty();
  }

  @Override
  public A create(String key, LdapUser user) {
    return newAccount.apply(key, user);
  }

  @Override
  public A save(A account) {
    return account;
  }
}

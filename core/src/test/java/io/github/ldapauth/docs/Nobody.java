// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserStore;
import java.util.Optional;
import java.util.function.BiFunction;

/** Keeps nobody, so that everybody is new. */
record Nobody<A>(BiFunction<String, LdapUser, A> newcomer) implements UserStore<A> {

  @Override
  public Optional<A> find(String key, LdapUser person) {
    return Optional.empty();
  }

  @Override
  public A create(String key, LdapUser person) {
    return newcomer.apply(key, person);
  }

  @Override
  public A save(A account) {
    return account;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserConflictException;
import io.github.ldapauth.UserStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts of the application, in memory; a real application has a database here. */
final class Accounts implements UserStore<Account> {

  private final Map<String, Account> saved = new ConcurrentHashMap<>();

  @Override
  public Optional<Account> find(String username, LdapUser ldapUser) {
    return Optional.ofNullable(saved.get(username));
  }

  @Override
  public Account create(String username, LdapUser ldapUser) {
    return new Account(username);
  }

  @Override
  public Account save(Account account) {
    Account other = saved.putIfAbsent(account.username(), account);
    if (other != null && !other.equals(account)) {
      throw new UserConflictException(account.username() + " was saved meanwhile", null);
    }
    return account;
  }
}

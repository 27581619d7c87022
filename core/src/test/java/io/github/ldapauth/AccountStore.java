// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps accounts in a map, as strictly as a database with a unique constraint. */
public final class AccountStore implements UserStore<Account> {
  public final Map<String, Account> saved = new ConcurrentHashMap<>();

  @Override
  public Optional<Account> find(String key, LdapUser ldapUser) {
    return Optional.ofNullable(saved.get(key));
  }

  @Override
  public Account create(String key, LdapUser ldapUser) {
    return new Account(key);
  }

  @Override
  public boolean isActive(Account account) {
    return account.active;
  }

  @Override
  public Account save(Account account) {
    Account other = saved.putIfAbsent(account.key, account);
    if (other != null && other != account) {
      throw new UserConflictException("there is an account " + account.key, null);
    }
    account.saves++;
    return account;
  }
}

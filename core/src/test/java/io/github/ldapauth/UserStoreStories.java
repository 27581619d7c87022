// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.api.AfterEach;

/** A directory, and an application with a store of users. */
abstract class UserStoreStories {

  final TestDirectory directory = Directories.people().start();
  final AccountStore accounts = new AccountStore();

  @AfterEach
  void stop() {
    directory.close();
  }

  LdapAuthenticatorBuilder<Account> builder() {
    return builder(accounts);
  }

  LdapAuthenticatorBuilder<Account> builder(UserStore<Account> store) {
    return LdapAuthenticator.builder(Directories.withGroups(directory).build(), store)
        .attribute("givenName", Account::setFirstName)
        .attribute("sn", Account::setLastName)
        .flag(memberOf(STAFF).or(memberOf(ADMINS)), Account::setStaff);
  }

  /** Returns a store without users, in which every user is active. */
  static UserStore<Account> store() {
    UserStore<Account> store = mock();
    when(store.isActive(any())).thenReturn(true);
    when(store.create(any(), any())).thenReturn(new Account("alice"));
    return store;
  }
}

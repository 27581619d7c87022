// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/** Keeps nobody: the directory's user is the application's user. */
record NoStore() implements UserStore<LdapUser> {

  @Override
  public Optional<LdapUser> find(String key, LdapUser ldapUser) {
    return Optional.of(ldapUser);
  }

  @Override
  public LdapUser create(String key, LdapUser ldapUser) {
    return ldapUser;
  }

  @Override
  public LdapUser save(LdapUser user) {
    return user;
  }
}

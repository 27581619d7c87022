// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Optional;

/** A store for an application without users of its own: its user is the directory's. */
final class NoStore implements UserStore<LdapUser> {

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

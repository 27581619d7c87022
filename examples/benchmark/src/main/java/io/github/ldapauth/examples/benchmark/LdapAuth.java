// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Optional;

/** ldapauth, with its defaults, and the account attributes of slapd, as in its preset. */
final class LdapAuth implements Contestant {

  private final LdapAuthenticator<LdapUser> authenticator;

  private LdapAuth(Target target, UserLookup users) {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.url(target.url()).maxConnections(target.maxConnections()), users)
            .serviceAccount(Population.SERVICE, Population.SERVICE_PASSWORD)
            .groups(GroupLookup.search(Population.GROUPS, GroupType.groupOfNames()))
            .accountAttributes(AccountAttributes.PASSWORD_POLICY, AccountAttributes.SHADOW)
            .build();
    authenticator = LdapAuthenticator.create(config);
  }

  static LdapAuth search(Target target) {
    return new LdapAuth(target, UserLookup.search(Population.USERS, "(uid={username})"));
  }

  static LdapAuth template(Target target) {
    return new LdapAuth(target, UserLookup.dnTemplate("uid={username}," + Population.USERS));
  }

  @Override
  public Optional<Login> signIn(String username, String password) {
    Optional<LdapUser> user = authenticator.authenticate(username, password).user();
    if (user.isEmpty()) {
      return Optional.empty();
    }
    String mail = user.get().attributes().first("mail").orElseThrow();
    return Optional.of(new Login(mail, user.get().groups().names()));
  }

  @Override
  public void close() {
    authenticator.close();
  }
}

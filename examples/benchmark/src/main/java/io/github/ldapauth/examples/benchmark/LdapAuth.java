// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Optional;

/** ldapauth with its preset for OpenLDAP, and the same searches as the others. */
final class LdapAuth implements Contestant {

  private final LdapAuthenticator<LdapUser> authenticator;

  private LdapAuth(Target target, UserLookup users) {
    LdapAuthConfig config =
        LdapAuthConfig.openLdap(
                LdapServer.url(target.url()).maxConnections(target.maxConnections()),
                Population.BASE)
            .users(users)
            .groups(GroupLookup.search(Population.GROUPS, GroupType.groupOfNames()))
            .serviceAccount(Population.SERVICE, Population.SERVICE_PASSWORD)
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

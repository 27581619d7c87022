// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Optional;

/** With ldapauth. */
final class LdapAuthLogIn implements LogIn {

  private final LdapAuthenticator<LdapUser> authenticator;

  LdapAuthLogIn(String url, String serviceDn, String servicePassword) {
    authenticator =
        LdapAuthenticator.create(
            LdapAuthConfig.builder(
                    LdapServer.url(url),
                    UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
                .serviceAccount(serviceDn, servicePassword)
                .attributes("mail")
                .groups(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()))
                .build());
  }

  @Override
  public Optional<Member> logIn(String username, String password) {
    AuthenticationResult<LdapUser> result = authenticator.authenticate(username, password);
    if (result instanceof Authenticated<LdapUser> yes) {
      LdapUser user = yes.ldapUser();
      String mail = user.attributes().first("mail").orElseThrow();
      return Optional.of(new Member(mail, user.groups().names()));
    }
    return Optional.empty(); // Rejected: reason() and detail() say why
  }

  @Override
  public void close() {
    authenticator.close();
  }
}

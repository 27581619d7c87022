// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import java.util.Set;

/** The README's blocks about the library, compiled by the build. */
abstract class ReadmeExample {

  static final String ADMINS = "cn=admins,ou=groups,dc=example,dc=com";

  interface Vault {
    String ldapPassword();
  }

  interface Account {
    void setFirstName(String firstName);

    void setMail(String mail);

    void setAdministrator(boolean administrator);
  }

  abstract void greet(String username, Set<String> groups);

  abstract void show(String message);

  LdapAuthenticator<LdapUser> authenticator(Vault vault) {
    LdapAuthConfig config =
        LdapAuthConfig.openLdap(LdapServer.ldaps("ldap.example.com"), "dc=example,dc=com")
            .serviceAccount("cn=svc,dc=example,dc=com", vault::ldapPassword)
            .require(memberOf("cn=staff,ou=groups,dc=example,dc=com"))
            .build();
    LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config);
    return authenticator;
  }

  void signIn(LdapAuthenticator<LdapUser> authenticator, String password) {
    try {
      AuthenticationResult<LdapUser> result = authenticator.authenticate("alice", password);
      if (result instanceof Authenticated<LdapUser> yes) {
        greet(yes.account().username(), yes.account().groups().names());
      } else if (result instanceof Rejected<LdapUser> no) {
        show(no.publicMessage()); // no.reason() and no.detail() are for your log
      }
    } catch (LdapDirectoryException e) {
      show("The company directory does not answer."); // ldapauth logged why
    }
  }

  LdapAuthenticator<Account> withAccounts(LdapAuthConfig config, UserStore<Account> accounts) {
    LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, accounts) // accounts: your UserStore<Account>
            .attribute("givenName", Account::setFirstName)
            .attribute("mail", Account::setMail)
            .flag(memberOf(ADMINS), Account::setAdministrator)
            .build();
    return authenticator;
  }
}

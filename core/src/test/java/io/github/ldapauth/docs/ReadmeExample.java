// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Set;

/** The README's block about the library, compiled by the build. */
abstract class ReadmeExample {

  static final String ADMINS = "cn=admins,ou=groups,dc=example,dc=com";
  static final String OPERATORS = "cn=operators,ou=groups,dc=example,dc=com";

  interface Vault {
    String ldapPassword();
  }

  interface Account {
    void setFirstName(String firstName);

    void setLastName(String lastName);

    void setStaff(boolean staff);

    void setPhoto(byte[] jpeg);
  }

  abstract void greet(Account account);

  abstract void show(String message);

  abstract void greet(String mail, Set<String> groups);

  LdapAuthenticator<LdapUser> signInAtOpenLdap(Vault vault, String password) {
    LdapAuthConfig config =
        LdapAuthConfig.openLdap(LdapServer.ldaps("ldap.example.com"), "dc=example,dc=com")
            .serviceAccount("cn=svc,dc=example,dc=com", vault::ldapPassword)
            .require(memberOf("cn=staff,ou=groups,dc=example,dc=com"))
            .build();
    LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config); // for all threads

    try {
      AuthenticationResult<LdapUser> result = authenticator.authenticate("alice", password);
      if (result instanceof Authenticated<LdapUser> yes) {
        LdapUser alice = yes.account();
        greet(alice.attributes().first("mail").orElse("unknown"), alice.groups().names());
      } else if (result instanceof Rejected<LdapUser> no) {
        show(no.publicMessage()); // no.reason() and no.detail() are for your log
      }
    } catch (LdapDirectoryException e) {
      show("The company directory does not answer."); // no answer is neither yes nor no
    }
    return authenticator;
  }

  LdapAuthenticator<Account> signIn(Vault vault, UserStore<Account> accounts, String password) {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.ldaps("ldap1.example.com", "ldap2.example.com"),
                UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
            .serviceAccount("cn=svc,dc=example,dc=com", vault::ldapPassword)
            .groups(
                GroupLookup.search(
                    "ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested()))
            .require(memberOf("cn=staff,ou=groups,dc=example,dc=com"))
            .deny(memberOf("cn=suspended,ou=groups,dc=example,dc=com"))
            .build();

    LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, accounts) // accounts: your UserStore<Account>
            .attribute("givenName", Account::setFirstName)
            .attribute("sn", Account::setLastName)
            .flag(memberOf(ADMINS).or(memberOf(OPERATORS)), Account::setStaff)
            .onPopulate(
                (account, ldapUser) ->
                    ldapUser.attributes().bytes("jpegPhoto").ifPresent(account::setPhoto))
            .build();

    AuthenticationResult<Account> result = authenticator.authenticate("alice", password);
    if (result instanceof Authenticated<Account> yes) {
      greet(yes.account());
    } else if (result instanceof Rejected<Account> no) {
      show(no.publicMessage()); // no.reason() and no.detail() are for your log
    }
    return authenticator;
  }
}

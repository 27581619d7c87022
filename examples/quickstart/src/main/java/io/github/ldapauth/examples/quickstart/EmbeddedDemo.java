// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;

/** Signs users in against an embedded directory, in place of the company's. */
final class EmbeddedDemo {

  private static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";
  private static final String ADMINISTRATORS = "cn=administrators,ou=groups,dc=example,dc=com";

  private EmbeddedDemo() {}

  static void run(Report report) {
    try (TestDirectory directory = companyDirectory();
        LdapAuthenticator<Account> authenticator = authenticator(directory.url())) {

      report.say("The first sign-in of alice creates her account:");
      report.show(authenticator.authenticate("alice", "wonderland"));

      directory.user("alice").attribute("mail", "alice.adams@example.com");
      report.say("The second, typed differently, finds it and updates her mail address:");
      report.show(authenticator.authenticate(" Alice", "wonderland"));

      report.say("A wrong password:");
      report.show(authenticator.authenticate("alice", "looking glass"));

      report.say("An unknown user:");
      report.show(authenticator.authenticate("humpty", "dumpty"));

      report.say("The right password, but outside the required group:");
      report.show(authenticator.authenticate("bob", "builder"));
    }
  }

  private static LdapAuthenticator<Account> authenticator(String url) {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.url(url),
                UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
            .serviceAccount("uid=service,ou=people,dc=example,dc=com", "service password")
            .groups(
                GroupLookup.search(
                    "ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested()))
            .require(memberOf(STAFF))
            .attributes("cn", "givenName", "sn", "mail")
            .build();

    return LdapAuthenticator.builder(config, new Accounts())
        .attribute("givenName", Account::setFirstName)
        .attribute("mail", Account::setMail)
        .flag(memberOf(ADMINISTRATORS), Account::setAdministrator)
        .build();
  }

  private static TestDirectory companyDirectory() {
    return TestDirectory.builder()
        .bindRequiredToSearch()
        .user("service", user -> user.password("service password"))
        .user(
            "alice",
            user ->
                user.password("wonderland")
                    .attribute("cn", "Alice Adams")
                    .attribute("givenName", "Alice")
                    .attribute("sn", "Adams")
                    .attribute("mail", "alice@example.com"))
        .user("bob", user -> user.password("builder").attribute("givenName", "Bob"))
        .group("administrators", group -> group.members("alice"))
        .group("staff", group -> group.members("administrators"))
        .start();
  }
}

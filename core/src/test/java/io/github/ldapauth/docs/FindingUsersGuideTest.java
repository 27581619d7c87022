// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import org.junit.jupiter.api.Test;

/** The blocks of the guide about finding users. */
class FindingUsersGuideTest {

  private static void assertItWorks(UserLookup users) {
    assertThatCode(
            () -> LdapAuthConfig.builder(LdapServer.ldaps("ldap.example.com"), users).build())
        .doesNotThrowAnyException();
  }

  @Test
  void searches() {
    UserLookup users =
        UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})")
            .or(UserLookup.search("ou=partners,dc=example,dc=com", "(mail={username})"))
            .usernameAttribute("uid");

    assertItWorks(users);
  }

  @Test
  void dnTemplate() {
    UserLookup users = UserLookup.dnTemplate("uid={username},ou=people,dc=example,dc=com");

    assertItWorks(users);
  }

  @Test
  void bindName() {
    UserLookup users =
        UserLookup.bindName(
            "{username}@example.com",
            UserLookup.search("dc=example,dc=com", "(userPrincipalName={username}@example.com)")
                .usernameAttribute("sAMAccountName"));

    assertItWorks(users);
  }

  @Test
  void activeDirectory() {
    UserLookup users = UserLookup.activeDirectory("ad.example.com").netbiosName("AD");

    assertItWorks(users);
  }
}

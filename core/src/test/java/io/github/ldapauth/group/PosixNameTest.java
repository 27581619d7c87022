// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user with two values of uid, none of them in the RDN. Either may be another user's name. */
class PosixNameTest {

  private static final String OF_ONE = "cn=of one," + GROUPS;

  private final TestDirectory directory =
      Directories.people()
          .user(
              "two names",
              user ->
                  user.dn("cn=two names," + PEOPLE)
                      .password("secret")
                      .attribute("uid", "one", "two")
                      .attribute("gidNumber", "2003")
                      .attribute("mail", "two@example.com"))
          .ldif(account("nameless", "gidNumber: 2003"))
          .ldif(account("numberless", "uid: numberless"))
          .group("of one", group -> group.posix(2001).attribute("memberUid", "one"))
          .group("primary", group -> group.posix(2003))
          .start();

  /** As the service account sees an account if it may not read all that each account has. */
  private static String[] account(String name, String shown) {
    return new String[] {
      "dn: cn=" + name + "," + PEOPLE,
      "objectClass: inetOrgPerson",
      "objectClass: posixAccount",
      "cn: " + name,
      "sn: " + name,
      "mail: " + name + "@example.com",
      "userPassword: secret",
      shown
    };
  }

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthConfigBuilder config() {
    return Directories.config(directory, UserLookup.search(PEOPLE, "(mail={username})"))
        .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()));
  }

  @Test
  void onlyThePrimaryGroupOfAUserWithTwoNamesIsKnown() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      Groups groups =
          yes(authenticator.authenticate("two@example.com", "secret")).ldapUser().groups();

      assertThat(groups.names()).containsExactly("primary");
      assertThat(groups.isComplete()).isFalse();
      assertThat(groups.contains(Dn.parse(OF_ONE))).isEqualTo(Answer.UNKNOWN);
    }
  }

  @Test
  void ruleAboutAnotherGroupRejectsAUserWithTwoNames() {
    LdapAuthConfigBuilder config = config().deny(GroupQuery.memberOf(OF_ONE));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(
          authenticator.authenticate("two@example.com", "secret"),
          RejectionReason.MEMBERSHIP_UNKNOWN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nameless", "numberless"})
  void ruleRejectsAnAccountOfWhichNameOrNumberIsHidden(String name) {
    var users = UserLookup.search(PEOPLE, "(mail={username})").usernameAttribute("cn");
    LdapAuthConfigBuilder config =
        Directories.config(directory, users)
            .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()))
            .deny(GroupQuery.memberOf(OF_ONE));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(
          authenticator.authenticate(name + "@example.com", "secret"),
          RejectionReason.MEMBERSHIP_UNKNOWN);
    }
  }
}

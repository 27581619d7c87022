// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnionTest {

  private final TestDirectory directory =
      Directories.people()
          .user("dave", user -> user.dn("uid=dave,ou=groups,dc=example,dc=com").password("dave"))
          .user(
              "mail-of-alice",
              user -> user.password("mallory").attribute("mail", "alice").attribute("uid", "mal"))
          .start();

  private final UserSearchLookup people = UserLookup.search(PEOPLE, "(uid={username})");
  private final UserSearchLookup elsewhere =
      UserLookup.search("ou=groups,dc=example,dc=com", "(uid={username})");
  private final UserSearchLookup everywhere =
      UserLookup.search("dc=example,dc=com", "(uid={username})");

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(UserLookup users) {
    return LdapAuthenticator.create(Directories.config(directory, users).build());
  }

  @Test
  void userIsFoundBelowAnyBase() {
    try (var authenticator = authenticator(people.or(elsewhere))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      yes(authenticator.authenticate("dave", "dave"));
      no(authenticator.authenticate("nobody", "x"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void entryFoundTwiceIsOneUser() {
    try (var authenticator = authenticator(people.or(everywhere))) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void aUserNameAttributeThatIsSetOnEitherHoldsForBoth() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})");
    for (UserSearchLookup both :
        List.of(
            people.usernameAttribute("sn").or(byMail), people.or(byMail.usernameAttribute("sn")))) {
      try (var authenticator = authenticator(both)) {
        assertThat(authenticator.lookup("alice@example.com").orElseThrow().username())
            .isEqualTo("Adams");
      }
    }
  }

  @Test
  void scopeLimitsTheSearch() {
    try (var authenticator = authenticator(everywhere.scope(SearchScope.ONE_LEVEL))) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void userNameIsTheEntrysHoweverItWasTyped() {
    var byMailToo =
        UserLookup.search(PEOPLE, "(|(uid={username})(mail={username}))").usernameAttribute("uid");
    try (var authenticator = authenticator(byMailToo)) {
      LdapUser alice =
          yes(authenticator.authenticate("Alice@Example.com", "wonderland")).ldapUser();
      assertThat(alice.username()).isEqualTo("alice");
    }
  }

  @Test
  void mailAddressAsUserNameIsTheSameUser() {
    AccountStore accounts = new AccountStore();
    var byMailToo =
        UserLookup.search(PEOPLE, "(|(uid={username})(mail={username}))").usernameAttribute("uid");
    directory.user("mail-of-alice").attribute("mail", "mallory@example.com");
    try (var authenticator =
        LdapAuthenticator.builder(Directories.config(directory, byMailToo).build(), accounts)
            .build()) {
      Account alice = yes(authenticator.authenticate("alice", "wonderland")).account();
      var byMail = yes(authenticator.authenticate("Alice@Example.com", "wonderland"));

      assertThat(byMail.account()).isSameAs(alice);
      assertThat(byMail.created()).isFalse();
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void mailAddressNeverOpensAnotherUsersAccount() {
    var byMailToo =
        UserLookup.search(PEOPLE, "(|(uid={username})(mail={username}))").usernameAttribute("uid");
    try (var authenticator = authenticator(byMailToo)) {
      no(authenticator.authenticate("alice", "mallory"), RejectionReason.AMBIGUOUS_USER);
    }
  }
}

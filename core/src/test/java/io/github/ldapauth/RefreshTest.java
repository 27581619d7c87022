// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.ended;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.permitted;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a user who signed in may go on. */
class RefreshTest {

  private final TestDirectory directory = Directories.people().like(ServerKind.OPEN_LDAP).start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator() {
    return LdapAuthenticator.create(Directories.staffOnly(directory).build());
  }

  private static LdapUser signIn(LdapAuthenticator<LdapUser> authenticator) {
    return yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
  }

  @Test
  void userIsReadAgainByOneRequestAndOneForGroups() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.user("alice").attribute("mail", "new@example.com");
      directory.group("admins").members("alice");
      directory.forgetOperations();

      LdapUser again = permitted(authenticator.refresh(alice));

      assertThat(directory.operations().requests().count()).isEqualTo(2);
      assertThat(directory.operations().binds().count()).isZero();
      assertThat(again.attributes().first("mail")).contains("new@example.com");
      assertThat(again.groups().names()).containsExactly("admins", "staff");
      assertThat(again.stableId()).isEqualTo(alice.stableId());
    }
  }

  @Test
  void cacheIsNotUsed() {
    var config = Directories.staffOnly(directory).cache(Duration.ofHours(1)).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser alice = signIn(authenticator);
      directory.group("staff").remove("alice");

      ended(authenticator.refresh(alice), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void deletedUserHasEnded() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.delete("alice");

      ended(authenticator.refresh(alice), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void stateOfTheAccountEndsTheUser() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.user("alice").state(AccountState.EXPIRED);

      var status = ended(authenticator.refresh(alice), RejectionReason.ACCOUNT_EXPIRED).status();
      assertThat(status).hasToString("account expired");
    }
  }

  @Test
  void renamedUserIsFoundByTheStableId() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.user("alice").dn("uid=alicia," + PEOPLE);

      LdapUser alicia = permitted(authenticator.refresh(alice));

      assertThat(alicia.dn()).hasToString("uid=alicia," + PEOPLE);
      assertThat(alicia.username()).isEqualTo("alicia");
    }
  }

  @Test
  void anotherUserAtTheDnHasEnded() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.delete("alice");
      directory.user("bob").dn("uid=alice," + PEOPLE);
      directory.group("staff").members("uid=alice," + PEOPLE);

      ended(authenticator.refresh(alice), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void renamedUserOfATemplateHasEnded() {
    var users = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    var config = Directories.config(directory, users).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser alice = signIn(authenticator);
      permitted(authenticator.refresh(alice));
      directory.user("alice").dn("uid=alicia," + PEOPLE);

      ended(authenticator.refresh(alice), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void conditionsOfTheFilterStillHoldAndTheTypedNameDoesNot() {
    var users =
        UserLookup.search(PEOPLE, "(&(mail={username}@*)(!(employeeType=left)))")
            .usernameAttribute("uid");
    var config = Directories.config(directory, users).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser alice = signIn(authenticator);
      directory.user("alice").attribute("mail", "adams@example.com");
      permitted(authenticator.refresh(alice));
      directory.user("alice").attribute("employeeType", "left");

      ended(authenticator.refresh(alice), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void outageIsNoEnd() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.stop();

      assertNotTold(() -> authenticator.refresh(alice));
      directory.start();
    }
  }

  @Test
  void undecidedRuleIsNoEnd() {
    var config =
        Directories.withGroups(directory)
            .deny(GroupQuery.memberOf("cn=hidden," + Directories.GROUPS))
            .build();
    try (var all = LdapAuthenticator.create(Directories.withGroups(directory).build());
        var authenticator = LdapAuthenticator.create(config)) {
      LdapUser alice = signIn(all);

      assertNotTold(() -> authenticator.refresh(alice));
    }
  }

  @Test
  void failingSearchOfGroupsIsNoEnd() {
    try (var authenticator = authenticator()) {
      LdapUser alice = signIn(authenticator);
      directory.faults().every(Type.SEARCH).answers(53, "busy");

      assertNotTold(() -> authenticator.refresh(alice));
    }
  }

  @Test
  void userStoreMayEndTheUser() {
    AccountStore accounts = new AccountStore();
    var builder = LdapAuthenticator.builder(Directories.staffOnly(directory).build(), accounts);
    try (LdapAuthenticator<Account> authenticator = builder.build()) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      accounts.find("alice", alice).orElseThrow().setActive(false);

      ended(authenticator.refresh(alice), RejectionReason.INACTIVE_IN_APPLICATION);
      no(
          authenticator.authenticate("alice", "wonderland"),
          RejectionReason.INACTIVE_IN_APPLICATION);
    }
  }

  @Test
  void userOfAnotherServerIsUnknown() {
    try (var another = Directories.people().like(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator();
        var elsewhere = LdapAuthenticator.create(Directories.config(another).build())) {
      ended(elsewhere.refresh(signIn(authenticator)), RejectionReason.USER_NOT_FOUND);
    }
  }
}

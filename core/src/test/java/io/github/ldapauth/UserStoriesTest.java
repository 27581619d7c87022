// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users of the application: their names, fields and flags. */
class UserStoriesTest extends OnBothDirectories {

  private final AccountStore accounts = new AccountStore();

  private LdapAuthenticatorBuilder<Account> builder(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.builder(config.build(), accounts);
  }

  private LdapAuthenticatorBuilder<Account> named(LdapAuthConfigBuilder config) {
    return builder(config)
        .attribute("givenName", Account::setFirstName)
        .attribute("sn", Account::setLastName);
  }

  @Test
  void newUserIsNamedAsTheEntryInLowerCase() {
    try (var byTemplate = builder(byTemplate()).build();
        var bySearch = builder(bySearch()).build()) {
      for (String typed : List.of("Alice", " alice", "alice ", "\u00a0ALICE\u2003")) {
        assertThat(yes(byTemplate.authenticate(typed, "password")).account().key)
            .isEqualTo("alice");
        assertThat(yes(bySearch.authenticate(typed, "password")).account().key).isEqualTo("alice");
      }
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void onlyAsciiLettersOfNamesAreLowerCased() {
    directory.change(
        "dn: uid=ÉMILE,ou=people,o=test",
        "changetype: add",
        "objectClass: inetOrgPerson",
        "uid: ÉMILE",
        "cn: Émile",
        "sn: Zola",
        "userPassword: password");
    try (var authenticator = builder(bySearch()).build()) {
      assertThat(yes(authenticator.authenticate("émile", "password")).account().key)
          .isEqualTo("Émile");
    } finally {
      directory.change("dn: uid=ÉMILE,ou=people,o=test", "changetype: delete");
    }
  }

  @Test
  void knownUserIsFoundAndNoneIsAdded() {
    Account alice = accounts.save(new Account("alice"));
    try (var authenticator = builder(bySearch()).createUsers(false).build()) {
      Authenticated<Account> found = yes(authenticator.authenticate("Alice", "password"));
      assertThat(found.account()).isSameAs(alice);
      assertThat(found.created()).isFalse();
      no(authenticator.authenticate("bob", "password"), RejectionReason.UNKNOWN_TO_APPLICATION);
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void attributesAreCopiedAndTheRestStaysAsItIs() {
    Account alice = accounts.save(new Account("alice"));
    alice.setMail("alice@example.com");
    alice.setStaff(true);
    List<SignInEvent> told = new ArrayList<>();
    try (var authenticator =
        named(byTemplate()).attribute("mail", Account::setMail).onOutcome(told::add).build()) {
      yes(authenticator.authenticate("alice", "password"));
    }
    assertThat(alice.firstName).isEqualTo("Alice");
    assertThat(alice.lastName).isEqualTo("Adams");
    assertThat(alice.mail).isEqualTo("alice@example.com");
    assertThat(alice.staff).isTrue();
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            SignInEvent.Succeeded.class, yes -> assertThat(yes.missing()).containsExactly("mail"));
  }

  @Test
  void onlyNewUsersAreFilledByThatPolicy() {
    Account alice = accounts.save(new Account("alice"));
    alice.setFirstName("Alicia");
    try (var authenticator = named(byTemplate()).updateFields(UpdatePolicy.NEW_USERS).build()) {
      yes(authenticator.authenticate("alice", "password"));
      Account bob = yes(authenticator.authenticate("bob", "password")).account();
      assertThat(alice.firstName).isEqualTo("Alicia");
      assertThat(alice.saves).isEqualTo(1);
      assertThat(bob.firstName).isEqualTo("Robert");
      assertThat(bob.lastName).isEqualTo("Barker");
    }
  }

  @Test
  void numbersAreReadAsNumbers() {
    List<Long> numbers = new ArrayList<>();
    try (var authenticator =
        builder(byTemplate())
            .attribute("uidNumber", AttributeReader.NUMBER, (account, n) -> numbers.add(n))
            .build()) {
      yes(authenticator.authenticate("alice", "password"));
    }
    assertThat(numbers).containsExactly(1000L);
  }

  private boolean isStaff(String username, GroupLookup groups, GroupQuery query) {
    try (var authenticator =
        builder(byTemplate().groups(groups)).flag(query, Account::setStaff).build()) {
      return yes(authenticator.authenticate(username, "password")).account().staff;
    }
  }

  @Test
  void flagsFollowTheGroups() {
    var bySeveral = anyOf(memberOf(group("empty_gon")), memberOf(group("staff_gon")));
    var byOneOfOne = anyOf(memberOf(group("active_gon")));
    for (var query : List.of(memberOf(group("superuser_gon")), bySeveral, byOneOfOne)) {
      assertThat(isStaff("alice", groupsOfNames(), query)).isTrue();
      assertThat(isStaff("bob", groupsOfNames(), query)).isFalse();
    }
  }

  @Test
  void flagsFollowPosixGroupsAndThePrimaryGroup() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    for (String name : List.of("active_px", "staff_px", "superuser_px")) {
      assertThat(isStaff("alice", posix, memberOf(group(name)))).isTrue();
      assertThat(isStaff("bob", posix, memberOf(group(name)))).isFalse();
      assertThat(isStaff("nobody", posix, memberOf(group(name)))).isFalse();
      assertThat(isStaff("nonposix", posix, memberOf(group(name)))).isTrue();
    }
  }

  @Test
  void flagsFollowNestedGroups() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    assertThat(isStaff("alice", nested, memberOf(group("parent_gon")))).isTrue();
    assertThat(isStaff("bob", nested, memberOf(group("parent_gon")))).isFalse();
  }

  @Test
  void flagIsClearedIfTheUserLeftTheGroup() {
    Account bob = accounts.save(new Account("bob"));
    bob.setStaff(true);
    assertThat(isStaff("bob", groupsOfNames(), memberOf(group("staff_gon")))).isFalse();
  }

  @Test
  void populateMakesUsersWithoutAPassword() {
    try (var authenticator = builder(byTemplate()).build()) {
      assertThat(authenticator.populate(" Alice ").user()).isPresent();
      assertThat(authenticator.populate("bob").user()).isPresent();
      assertThat(authenticator.populate("bogus").user()).isEmpty();
    }
    assertThat(accounts.saved).containsOnlyKeys("alice", "bob");
    assertThat(accounts.saved.values())
        .allSatisfy(
            account -> {
              assertThat(account.firstName).isEmpty();
              assertThat(account.staff).isFalse();
              assertThat(account.active).isTrue();
            });
  }

  @Test
  void populateFillsKnownUsersWithAnyPolicy() {
    accounts.save(new Account("alice"));
    accounts.save(new Account("bob"));
    try (var authenticator =
        named(byTemplate().groups(groupsOfNames()))
            .flag(memberOf(group("active_gon")), Account::setActive)
            .flag(memberOf(group("staff_gon")), Account::setStaff)
            .updateFields(UpdatePolicy.NEW_USERS)
            .updateRights(UpdatePolicy.NEW_USERS)
            .build()) {
      Account alice = authenticator.populate("alice").user().orElseThrow();
      Account bob = authenticator.populate("bob").user().orElseThrow();

      assertThat(alice.firstName + " " + alice.lastName).isEqualTo("Alice Adams");
      assertThat(alice.active && alice.staff).isTrue();
      assertThat(bob.firstName + " " + bob.lastName).isEqualTo("Robert Barker");
      assertThat(bob.active || bob.staff).isFalse();
    }
  }

  @Test
  void populateWithAWrongServicePasswordFails() {
    var config = bySearch().serviceAccount(person("uid=bob"), "bogus");
    try (var authenticator = builder(config).build()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.populate("alice"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void userDeletedFromTheDirectoryIsNotPopulated() {
    Account gone = accounts.save(new Account("gone"));
    gone.setFirstName("Gail");
    try (var byTemplate = named(byTemplate()).build();
        var bySearch = named(bySearch()).build()) {
      assertThat(byTemplate.populate("gone").user()).isEmpty();
      assertThat(bySearch.populate("gone").user()).isEmpty();
    }
    assertThat(gone.firstName).isEqualTo("Gail");
    assertThat(gone.saves).isEqualTo(1);
  }

  @Test
  void userNamesAreTranslatedBothWays() {
    try (var authenticator =
        builder(byTemplate())
            .translateUsernames(name -> "ldap_" + name, name -> name.replaceFirst("^ldap_", ""))
            .build()) {
      Authenticated<Account> alice = yes(authenticator.authenticate("alice", "password"));
      assertThat(alice.account().key).isEqualTo("ldap_alice");
      assertThat(alice.ldapUser().username()).isEqualTo("alice");
      assertThat(authenticator.lookup(" ldap_alice ").orElseThrow().username()).isEqualTo("alice");
      assertThat(authenticator.populate(" ldap_alice").user()).contains(alice.account());
    }
  }

  @Test
  void rulesApplyToKnownUsersThatAreNotUpdated() {
    accounts.save(new Account("alice"));
    accounts.save(new Account("bob"));
    var config = bySearch().groups(groupsOfNames()).require(memberOf(group("active_gon")));
    try (var authenticator =
        named(config)
            .updateFields(UpdatePolicy.NEW_USERS)
            .updateRights(UpdatePolicy.NEW_USERS)
            .build()) {
      yes(authenticator.authenticate("alice", "password"));
      no(authenticator.authenticate("bob", "password"), RejectionReason.REQUIREMENT_NOT_MET);
    }
    assertThat(accounts.saved.get("alice").firstName).isEmpty();
  }
}

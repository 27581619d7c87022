// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.roles;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Roles follow groups, and an outage is not the same as no roles. */
class RoleMappingTest extends RoleMappingStories {

  private static RoleMapping<Role> byQuery(LdapAuthConfig config) {
    return RoleMapping.<Role>builder(config)
        .role(memberOf(STAFF), Role.READER)
        .role(memberOf(STAFF).and(not(memberOf(ADMINS))), Role.EDITOR)
        .role(not(memberOf(STAFF)), Role.GUEST)
        .build();
  }

  @Test
  void signedInUserHasTheRolesOfTheGroups() {
    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

    Set<Role> roles = byQuery(config).of(alice);

    assertThat(roles).containsExactly(Role.READER, Role.EDITOR);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> roles.add(Role.GUEST));
  }

  @Test
  void userAuthenticatedElsewhereHasRolesToo() {
    assertThat(roles(authenticator, "alice", byQuery(config)))
        .containsExactly(Role.READER, Role.EDITOR);
    assertThat(roles(authenticator, "bob", byQuery(config))).containsExactly(Role.GUEST);
    assertThat(directory.operations().binds()).extracting("dn").containsOnly(Directories.SERVICE);
  }

  @Test
  void missingUserHasNoRoles() {
    assertThat(roles(authenticator, "nobody", byQuery(config))).isEmpty();
    assertThat(roles(authenticator, null, byQuery(config))).isEmpty();
    assertThat(roles(authenticator, "a\u0000", byQuery(config))).isEmpty();
  }

  @Test
  void deniedUserHasNoRoles() {
    LdapAuthConfig staffOnly = withGroups().require(memberOf(STAFF)).build();
    LdapAuthConfig noStaff = withGroups().deny(memberOf(STAFF)).build();
    try (var required = LdapAuthenticator.create(staffOnly);
        var denied = LdapAuthenticator.create(noStaff)) {
      assertThat(roles(required, "bob", byQuery(staffOnly))).isEmpty();
      assertThat(roles(denied, "alice", byQuery(noStaff))).isEmpty();
      assertThat(roles(denied, "bob", byQuery(noStaff))).containsExactly(Role.GUEST);
    }
  }

  @Test
  void inactiveUserHasNoRoles() {
    AccountStore accounts = new AccountStore();
    try (var withStore = LdapAuthenticator.builder(config, accounts).build()) {
      assertThat(roles(withStore, "alice", byQuery(config))).isNotEmpty();
      accounts.save(new Account("alice"));
      assertThat(roles(withStore, "alice", byQuery(config))).isNotEmpty();
      accounts.saved.get("alice").active = false;
      assertThat(roles(withStore, "alice", byQuery(config))).isEmpty();
    }
  }

  @Test
  void unknownUserHasNoRolesIfNewUsersAreDisabled() {
    AccountStore accounts = new AccountStore();
    try (var closed = LdapAuthenticator.builder(config, accounts).createUsers(false).build();
        var open = LdapAuthenticator.builder(config, accounts).build()) {
      assertThat(roles(closed, "alice", byQuery(config))).isEmpty();
      assertThat(roles(open, "alice", byQuery(config))).isNotEmpty();
      accounts.save(new Account("alice"));
      assertThat(roles(closed, "alice", byQuery(config))).isNotEmpty();
    }
  }

  @Test
  void signInSendsNothingForRoles() {
    try (var withoutGroups = LdapAuthenticator.create(Directories.config(directory).build())) {
      yes(withoutGroups.authenticate("alice", "wonderland"));
      assertThat(directory.operations().searches())
          .extracting(Operation::dn)
          .containsExactly(Directories.PEOPLE);
    }
    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
    directory.forgetOperations();

    assertThat(byQuery(config).of(alice)).isNotEmpty();
    assertThat(directory.operations().requests()).isEmpty();
  }

  @Test
  void outageIsNeverNoRolesAndIsNotCached() {
    directory.stop();
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> roles(authenticator, "alice", byQuery(config)))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));

    directory.start();
    assertThat(roles(authenticator, "alice", byQuery(config))).contains(Role.EDITOR);
  }

  @Test
  void outageIsNotCachedEvenWithACache() {
    LdapAuthConfig kept = withGroups().cache(Duration.ofHours(1)).build();
    try (var caching = LdapAuthenticator.create(kept)) {
      directory.faults().next(SEARCH).withFilter("member").answers(3, "too slow");
      assertNotTold(() -> roles(caching, "alice", byQuery(kept)));

      assertThat(roles(caching, "alice", byQuery(kept))).contains(Role.EDITOR);
      directory.group("staff").attribute("member", Directories.BOB);
      assertThat(roles(caching, "alice", byQuery(kept))).contains(Role.EDITOR);
    }
  }

  @Test
  void failedGroupSearchIsNeverNoRoles() {
    directory.faults().next(SEARCH).withFilter("member").answers(3, "too slow");

    assertNotTold(() -> roles(authenticator, "alice", byQuery(config)));
  }

  @Test
  void rolesOfAnAmbiguousUserThrow() {
    directory.user("bob").attribute("sn", "Adams");
    var byName = UserLookup.search(Directories.PEOPLE, "(sn={username})");
    LdapAuthConfig ambiguous =
        lookingFor(Directories.config(directory, byName).groups(GroupLookup.memberOf())).build();
    try (var bySurname = LdapAuthenticator.create(ambiguous)) {
      assertNotTold(() -> roles(bySurname, "Adams", byQuery(ambiguous)));
    }
  }

  @Test
  void incompleteGroupsMakeRolesUnknown() {
    directory.user("alice").attribute("memberOf;range=0-0", STAFF);
    LdapAuthConfig ranged =
        lookingFor(Directories.config(directory).groups(GroupLookup.memberOf())).build();
    try (var partial = LdapAuthenticator.create(ranged)) {
      LdapUser alice = yes(partial.authenticate("alice", "wonderland")).ldapUser();
      RoleMapping<Role> staff =
          RoleMapping.<Role>builder(ranged).role(memberOf(STAFF), Role.READER).build();

      assertThat(staff.of(alice)).containsExactly(Role.READER);
      assertNotTold(() -> byQuery(ranged).of(alice));
      assertNotTold(() -> roles(partial, "alice", byQuery(ranged)));
      assertNotTold(() -> byPrefix(ranged).of(alice));
    }
  }

  @Test
  void negatedRoleWithoutLookForIsAMistake() {
    LdapAuthConfig careless = Directories.withGroups(directory).build();

    assertThat(mistakesOf(() -> byQuery(careless)))
        .containsExactly(
            "role EDITOR not memberOf \"" + ADMINS + NEEDS_LOOK_FOR,
            "role GUEST not memberOf \"" + STAFF + NEEDS_LOOK_FOR);
  }

  @Test
  void mistakesOfAMappingFromCodeNameMethods() {
    LdapAuthConfig without = Directories.config(directory).build();

    assertThat(
            mistakesOf(
                RoleMapping.<Role>builder(without).role(memberOf(STAFF), Role.EDITOR)::build))
        .containsExactly("role " + memberOf(STAFF) + ": needs groups(...)");
  }

  @Test
  void hiddenGroupGivesNoRoleToUsersOutsideIt() {
    var hidden = memberOf("cn=stuff," + GROUPS);
    LdapAuthConfig looking = Directories.withGroups(directory).lookFor(hidden).build();
    var outside = RoleMapping.<Role>builder(looking).role(not(hidden), Role.GUEST).build();
    try (var careful = LdapAuthenticator.create(looking)) {
      LdapUser alice = yes(careful.authenticate("alice", "wonderland")).ldapUser();

      assertNotTold(() -> outside.of(alice));
      assertNotTold(() -> roles(careful, "alice", outside));
      assertThat(careful.findProblems())
          .singleElement()
          .asString()
          .startsWith("lookFor memberOf \"cn=stuff," + GROUPS + "\": is not there");
    }
  }

  @Test
  void groupsOfAnotherConfigurationThrow() {
    String teams = "ou=teams,dc=example,dc=com";
    var suspended = memberOf("cn=suspended," + teams);
    LdapAuthConfig other =
        Directories.config(directory)
            .groups(GroupLookup.search(teams, GroupType.groupOfNames()))
            .lookFor(suspended)
            .build();
    var byQuery = RoleMapping.<Role>builder(other).role(not(suspended), Role.READER).build();
    var byName =
        RoleMapping.<Role>builder(other)
            .groupNames(teams, Set.of("staff"), RoleMappingTest::rolesNamed)
            .build();

    assertNotTold(() -> roles(authenticator, "alice", byQuery));
    assertNotTold(() -> roles(authenticator, "alice", byName));
    LdapUser alice = authenticator.lookup("alice").orElseThrow();
    assertThat(not(suspended).evaluate(alice.groups())).isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void userStoreExceptionIsNoOutage() {
    var outage = new LdapDirectoryException(Stage.CONNECT, "the store's own directory is down");
    UserStore<LdapUser> store =
        new UserStore<>() {
          @Override
          public Optional<LdapUser> find(String key, LdapUser ldapUser) {
            throw outage;
          }

          @Override
          public LdapUser create(String key, LdapUser ldapUser) {
            return ldapUser;
          }

          @Override
          public LdapUser save(LdapUser user) {
            return user;
          }
        };
    try (var storing = LdapAuthenticator.builder(config, store).build()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> roles(storing, "alice", byQuery(config)))
          .satisfies(e -> assertThat(e).isSameAs(outage));
    }
  }

  @Test
  void lookUpForRolesWritesNothing() {
    AccountStore accounts = new AccountStore();
    Account alice = accounts.save(new Account("alice"));
    try (var mirroring =
        LdapAuthenticator.builder(config, accounts)
            .attribute("sn", Account::setLastName)
            .flag(memberOf(STAFF), Account::setStaff)
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .build()) {
      assertThat(roles(mirroring, "alice", byQuery(config))).contains(Role.EDITOR);
      assertThat(roles(mirroring, "bob", byQuery(config))).containsExactly(Role.GUEST);
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
    assertThat(alice.saves).isEqualTo(1);
    assertThat(alice.groups).isEmpty();
    assertThat(alice.staff).isFalse();
  }

  @Test
  void groupsOfAMappingThatDoNotExistAreProblems() {
    String misspelt = "cn=staf," + io.github.ldapauth.fixture.Directories.GROUPS;
    try (var directory = io.github.ldapauth.fixture.Directories.people().start()) {
      var config = io.github.ldapauth.fixture.Directories.withGroups(directory).build();
      var mapping =
          RoleMapping.<String>builder(config)
              .role(io.github.ldapauth.group.GroupQuery.memberOf(misspelt), "staff")
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        assertThat(authenticator.findProblems()).isEmpty();
        assertThat(authenticator.findProblems(mapping.queries()))
            .singleElement()
            .asString()
            .startsWith("role memberOf \"" + misspelt + "\": ");
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Directories.ADMINS;
import static io.github.ldapauth.Directories.GROUPS;
import static io.github.ldapauth.Directories.STAFF;
import static io.github.ldapauth.Mistakes.mistakesOf;
import static io.github.ldapauth.Nothing.nothing;
import static io.github.ldapauth.Results.yes;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.ldapauth.RoleAnswer.CannotTell;
import io.github.ldapauth.RoleAnswer.Known;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Roles follow groups, and an outage is not the same as no roles. */
class RoleMappingTest {

  private enum Role {
    READER,
    EDITOR,
    GUEST
  }

  private final TestDirectory directory =
      Directories.people()
          .group("app-editors", group -> group.members("alice"))
          .group("app-", group -> group.members("alice"))
          .group(
              "lab editors",
              group ->
                  group
                      .dn("cn=app-readers,cn=staff," + GROUPS)
                      .attribute("cn", "app-readers")
                      .members("alice"))
          .start();

  private final LdapAuthConfig config = Directories.withGroups(directory).build();
  private final LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config);

  @AfterEach
  void stop() {
    authenticator.close();
    directory.close();
  }

  private static RoleMapping<Role> byQuery(LdapAuthConfig config) {
    return RoleMapping.<Role>builder(config)
        .role(memberOf(STAFF), Role.READER)
        .role(memberOf(STAFF).and(not(memberOf(ADMINS))), Role.EDITOR)
        .role(not(memberOf(STAFF)), Role.GUEST)
        .build();
  }

  private static Set<Role> known(RoleAnswer<Role> answer) {
    assertThat(answer).isInstanceOf(Known.class);
    return ((Known<Role>) answer).roles();
  }

  @Test
  void aPersonWhoSignedInHasTheRolesOfTheirGroups() {
    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

    RoleAnswer<Role> roles = byQuery(config).of(alice);

    assertThat(known(roles)).containsExactly(Role.READER, Role.EDITOR);
    assertThat(roles.has(Role.EDITOR)).isEqualTo(Answer.YES);
    assertThat(roles.has(Role.GUEST)).isEqualTo(Answer.NO);
  }

  @Test
  void aPersonWhoWasAuthenticatedElsewhereHasThemToo() {
    assertThat(known(authenticator.roles("alice", byQuery(config))))
        .containsExactly(Role.READER, Role.EDITOR);
    assertThat(known(authenticator.roles("bob", byQuery(config)))).containsExactly(Role.GUEST);
    assertThat(directory.operations().binds()).extracting("dn").containsOnly(Directories.SERVICE);
  }

  @Test
  void somebodyWhoIsNotThereHasNoRoles() {
    assertThat(known(authenticator.roles("nobody", byQuery(config)))).isEmpty();
    assertThat(known(authenticator.roles(null, byQuery(config)))).isEmpty();
    assertThat(known(authenticator.roles("a\u0000", byQuery(config)))).isEmpty();
  }

  @Test
  void somebodyWhoMayNotSignInHasNoRoles() {
    LdapAuthConfig staffOnly = Directories.staffOnly(directory).build();
    LdapAuthConfig noStaff = Directories.withGroups(directory).deny(memberOf(STAFF)).build();
    try (var required = LdapAuthenticator.create(staffOnly);
        var denied = LdapAuthenticator.create(noStaff)) {
      assertThat(known(required.roles("bob", byQuery(staffOnly)))).isEmpty();
      assertThat(known(denied.roles("alice", byQuery(noStaff)))).isEmpty();
      assertThat(known(denied.roles("bob", byQuery(noStaff)))).containsExactly(Role.GUEST);
    }
  }

  @Test
  void somebodyWhoIsInactiveInTheApplicationHasNoRoles() {
    AccountStore accounts = new AccountStore();
    try (var withStore = LdapAuthenticator.builder(config, accounts).build()) {
      assertThat(known(withStore.roles("alice", byQuery(config)))).isNotEmpty();
      accounts.save(new Account("alice"));
      assertThat(known(withStore.roles("alice", byQuery(config)))).isNotEmpty();
      accounts.saved.get("alice").active = false;
      assertThat(known(withStore.roles("alice", byQuery(config)))).isEmpty();
    }
  }

  @Test
  void somebodyWhomTheApplicationDoesNotKnowHasRolesOnlyWhereNewUsersAreAllowed() {
    AccountStore accounts = new AccountStore();
    try (var closed = LdapAuthenticator.builder(config, accounts).createUsers(false).build();
        var open = LdapAuthenticator.builder(config, accounts).build()) {
      assertThat(known(closed.roles("alice", byQuery(config)))).isEmpty();
      assertThat(known(open.roles("alice", byQuery(config)))).isNotEmpty();
      accounts.save(new Account("alice"));
      assertThat(known(closed.roles("alice", byQuery(config)))).isNotEmpty();
    }
  }

  @Test
  void nothingIsSentForRolesUnlessSomebodyAsksForThem() {
    try (var withoutGroups = LdapAuthenticator.create(Directories.config(directory).build())) {
      yes(withoutGroups.authenticate("alice", "wonderland"));
      assertThat(directory.operations().searches())
          .extracting(Operation::dn)
          .containsExactly(Directories.PEOPLE);
    }
    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
    directory.forgetOperations();

    assertThat(known(byQuery(config).of(alice))).isNotEmpty();
    assertThat(directory.operations().requests()).isEmpty();
  }

  @Test
  void anOutageIsNotTheSameAsNoRolesAndIsNotRemembered() {
    directory.stop();
    RoleAnswer<Role> roles = authenticator.roles("alice", byQuery(config));

    assertThat(roles).isInstanceOf(CannotTell.class);
    assertThat(((CannotTell<Role>) roles).cause().orElseThrow().stage()).isEqualTo(Stage.CONNECT);
    assertThat(roles.has(Role.GUEST)).isEqualTo(Answer.UNKNOWN);

    directory.start();
    assertThat(known(authenticator.roles("alice", byQuery(config)))).contains(Role.EDITOR);
  }

  @Test
  void withACacheTooAnOutageIsNotRemembered() {
    LdapAuthConfig kept = Directories.withGroups(directory).cache(Duration.ofHours(1)).build();
    try (var caching = LdapAuthenticator.create(kept)) {
      directory.faults().next(SEARCH).withFilter("member").answers(4, "too much");
      assertThat(caching.roles("alice", byQuery(kept))).isInstanceOf(CannotTell.class);

      assertThat(known(caching.roles("alice", byQuery(kept)))).contains(Role.EDITOR);
      directory.group("staff").attribute("member", Directories.BOB);
      assertThat(known(caching.roles("alice", byQuery(kept)))).contains(Role.EDITOR);
    }
  }

  @Test
  void aFailedGroupSearchIsNotTheSameAsNoRoles() {
    directory.faults().next(SEARCH).withFilter("member").answers(4, "too much");

    assertThat(authenticator.roles("alice", byQuery(config))).isInstanceOf(CannotTell.class);
  }

  @Test
  void severalEntriesOfOneNameAreNobodyInParticular() {
    directory.user("bob").attribute("sn", "Adams");
    var byName = UserLookup.search(Directories.PEOPLE, "(sn={username})");
    LdapAuthConfig ambiguous =
        Directories.config(directory, byName).groups(GroupLookup.memberOf()).build();
    try (var bySurname = LdapAuthenticator.create(ambiguous)) {
      assertThat(bySurname.roles("Adams", byQuery(ambiguous))).isInstanceOf(CannotTell.class);
    }
  }

  @Test
  void groupsThatAreNotCompleteMakeRolesUnknownWhereTheyMatter() {
    directory.user("alice").attribute("memberOf;range=0-0", STAFF);
    LdapAuthConfig ranged = Directories.config(directory).groups(GroupLookup.memberOf()).build();
    try (var partial = LdapAuthenticator.create(ranged)) {
      LdapUser alice = yes(partial.authenticate("alice", "wonderland")).ldapUser();
      RoleMapping<Role> staff =
          RoleMapping.<Role>builder(ranged).role(memberOf(STAFF), Role.READER).build();

      assertThat(known(staff.of(alice))).containsExactly(Role.READER);
      assertThat(byQuery(ranged).of(alice)).isInstanceOf(CannotTell.class);
      assertThat(partial.roles("alice", byQuery(ranged))).isInstanceOf(CannotTell.class);
      assertThat(byPrefix(ranged).of(alice)).isInstanceOf(CannotTell.class);
    }
  }

  private static RoleMapping<Role> byPrefix(LdapAuthConfig config) {
    return RoleMapping.<Role>builder(config)
        .groupNamePrefix(GROUPS, "app-", name -> rolesNamed(name.substring("app-".length())))
        .build();
  }

  private static List<Role> rolesNamed(String name) {
    return switch (name) {
      case "editors" -> List.of(Role.READER, Role.EDITOR);
      case "readers" -> List.of(Role.GUEST);
      case "staff" -> List.of(Role.GUEST);
      default -> List.of();
    };
  }

  @Test
  void namesCountOnlyWhereTheyBeginWithThePrefixDirectlyBelowTheBase() {
    assertThat(known(authenticator.roles("alice", byPrefix(config))))
        .containsExactly(Role.READER, Role.EDITOR);
    RoleMapping<String> names =
        RoleMapping.<String>builder(config).groupNamePrefix(GROUPS, "app-", List::of).build();
    assertThat(((Known<String>) authenticator.roles("alice", names)).roles())
        .isNotEmpty()
        .allMatch(name -> name.startsWith("app-"));
    RoleMapping<Role> belowStaff =
        RoleMapping.<Role>builder(config)
            .groupNamePrefix(STAFF, "app-", name -> List.of(Role.GUEST))
            .build();
    assertThat(known(authenticator.roles("alice", belowStaff))).containsExactly(Role.GUEST);
    assertThat(known(authenticator.roles("bob", byPrefix(config)))).isEmpty();
  }

  @Test
  void namesCountOnlyWhereTheyAreListed() {
    RoleMapping<Role> staff =
        RoleMapping.<Role>builder(config)
            .groupNames(
                GROUPS,
                Set.of("staff", "App-Editors"),
                name -> List.of(name.equals("staff") ? Role.GUEST : Role.EDITOR))
            .build();

    assertThat(known(authenticator.roles("alice", staff))).containsExactly(Role.GUEST);
  }

  @Test
  void namesCountOnlyWhereTheSearchFindsGroups() {
    LdapAuthConfig oneLevel =
        Directories.config(directory)
            .groups(
                GroupLookup.search(GROUPS, GroupType.groupOfNames()).scope(SearchScope.ONE_LEVEL))
            .build();
    try (var shallow = LdapAuthenticator.create(oneLevel)) {
      assertThat(known(shallow.roles("alice", byPrefix(oneLevel)))).contains(Role.EDITOR);
    }
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                RoleMapping.<Role>builder(oneLevel)
                    .groupNames(STAFF, Set.of("app-readers"), RoleMappingTest::rolesNamed)
                    .build())
        .withMessageContaining("groupNames base \"" + STAFF + "\": lies outside");
  }

  @Test
  void mistakesOfTheMappingAreReportedTogether() {
    LdapAuthConfig noGroups = Directories.config(directory).build();
    var builder =
        RoleMapping.<Role>builder(config)
            .role(memberOf("staff"), Role.READER)
            .role(allOf(), Role.READER)
            .role(memberOf("cn=x,o=elsewhere"), Role.READER)
            .groupNames("groups", Set.of(), RoleMappingTest::rolesNamed)
            .groupNamePrefix("o=elsewhere", " ", RoleMappingTest::rolesNamed);

    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).contains("role memberOf \"staff\": not a DN"),
            m -> assertThat(m).contains("role allOf: combines no queries"),
            m -> assertThat(m).contains("\"cn=x,o=elsewhere\": lies outside"),
            m -> assertThat(m).contains("groupNames: names no group"),
            m -> assertThat(m).contains("groupNames base \"groups\": not a DN"),
            m -> assertThat(m).contains("groupNamePrefix: is empty"),
            m -> assertThat(m).contains("groupNamePrefix base \"o=elsewhere\": lies outside"));
    assertThat(
            mistakesOf(
                () ->
                    RoleMapping.<Role>builder(noGroups)
                        .role(memberOf(STAFF), Role.READER)
                        .groupNames(GROUPS, Set.of("staff"), RoleMappingTest::rolesNamed)
                        .build()))
        .hasSize(2)
        .allMatch(m -> m.contains("groups(...)"));
  }

  @Test
  void ofPeopleWhoseGroupsWereLookedForElsewhereNoRoleCanBeTold() {
    String teams = "ou=teams,dc=example,dc=com";
    var suspended = memberOf("cn=suspended," + teams);
    LdapAuthConfig other =
        Directories.config(directory)
            .groups(GroupLookup.search(teams, GroupType.groupOfNames()))
            .build();
    var byQuery = RoleMapping.<Role>builder(other).role(not(suspended), Role.READER).build();
    var byName =
        RoleMapping.<Role>builder(other)
            .groupNames(teams, Set.of("staff"), RoleMappingTest::rolesNamed)
            .build();

    assertThat(authenticator.roles("alice", byQuery)).isInstanceOf(CannotTell.class);
    assertThat(authenticator.roles("alice", byName)).isInstanceOf(CannotTell.class);
    LdapUser alice = authenticator.lookup("alice").orElseThrow();
    assertThat(not(suspended).evaluate(alice.groups())).isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void whatTheUserStoreThrowsIsNeverTakenForAnOutageOfTheDirectory() {
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
          .isThrownBy(() -> storing.roles("alice", byQuery(config)))
          .satisfies(e -> assertThat(e).isSameAs(outage));
    }
  }

  @Test
  void aFunctionThatGivesNullIsNamed() {
    for (List<Role> answer :
        Arrays.<List<Role>>asList(nothing(), Collections.singletonList(nothing()))) {
      var careless =
          RoleMapping.<Role>builder(config)
              .groupNames(GROUPS, Set.of("staff"), name -> answer)
              .build();
      assertThatNullPointerException()
          .isThrownBy(() -> authenticator.roles("alice", careless))
          .withMessageStartingWith("roles of groupNames of " + getClass().getName())
          .withMessageEndingWith(" returned null");
    }
    assertThatNullPointerException()
        .isThrownBy(() -> authenticator.<Role>roles("alice", nothing()))
        .withMessage("mapping");
  }

  @Test
  void aMappingWithoutRolesIsAMistake() {
    assertThat(mistakesOf(RoleMapping.<Role>builder(config)::build))
        .containsExactly("RoleMapping: has no roles");
  }

  @Test
  void aMappingPrintsWhoGetsWhat() {
    RoleMapping<Role> mapping =
        RoleMapping.<Role>builder(config)
            .role(memberOf(STAFF), Role.GUEST)
            .groupNames(GROUPS, Set.of("editors"), RoleMappingTest::rolesNamed)
            .groupNamePrefix(GROUPS, "app-", RoleMappingTest::rolesNamed)
            .build();

    assertThat(mapping)
        .hasToString(
            "RoleMapping[(group="
                + STAFF
                + "): GUEST, groupNames [editors] below "
                + GROUPS
                + ", groupNamePrefix app- below "
                + GROUPS
                + "]");
  }

  @Test
  void askingForRolesWritesNothing() {
    AccountStore accounts = new AccountStore();
    Account alice = accounts.save(new Account("alice"));
    try (var mirroring =
        LdapAuthenticator.builder(config, accounts)
            .attribute("sn", Account::setLastName)
            .flag(memberOf(STAFF), Account::setStaff)
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .build()) {
      assertThat(known(mirroring.roles("alice", byQuery(config)))).contains(Role.EDITOR);
      assertThat(known(mirroring.roles("bob", byQuery(config)))).containsExactly(Role.GUEST);
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
    assertThat(alice.saves).isEqualTo(1);
    assertThat(alice.groups).isEmpty();
    assertThat(alice.staff).isFalse();
  }
}

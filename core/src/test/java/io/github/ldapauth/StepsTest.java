// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of everything. */
class StepsTest {

  private final TestDirectory directory = Directories.people().start();
  private final List<String> steps = new ArrayList<>();

  @AfterEach
  void stop() {
    directory.close();
  }

  /** Notes what the directory was asked since the last step, and then this one. */
  private void step(String step) {
    for (Operation request : directory.operations().requests()) {
      steps.add(request.type() + (request.filter().contains("member") ? " for groups" : ""));
    }
    directory.forgetOperations();
    steps.add(step);
  }

  private final SignInGuard guard =
      new SignInGuard() {
        @Override
        public Optional<String> beforeSignIn(String username) {
          step("guard of " + username);
          return Optional.empty();
        }

        @Override
        public Optional<String> beforeUserStore(LdapUser ldapUser) {
          step("guard of " + ldapUser.username() + ", who may sign in");
          return Optional.empty();
        }
      };

  private final UserStore<Account> store =
      new UserStore<>() {
        @Override
        public Optional<Account> find(String key, LdapUser ldapUser) {
          step("find " + key);
          return Optional.empty();
        }

        @Override
        public Account create(String key, LdapUser ldapUser) {
          step("create " + key);
          return new Account(key);
        }

        @Override
        public boolean isActive(Account user) {
          step("active?");
          return true;
        }

        @Override
        public Account save(Account user) {
          step("save");
          return user;
        }
      };

  private LdapAuthenticatorBuilder<Account> builder(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.builder(config.build(), store)
        .onOutcome(event -> step("told"))
        .guard(guard)
        .translateUsernames(
            name -> {
              step("translate " + name);
              return "ldap_" + name;
            },
            name -> name)
        .onPopulate((account, person) -> step("first listener"))
        .flag(memberOf(STAFF), (account, staff) -> step("staff " + staff))
        .flag(memberOf(ADMINS), (account, admin) -> step("admin " + admin))
        .attribute("givenName", (account, name) -> step("attribute " + name))
        .attribute("sn", (account, name) -> step("attribute " + name))
        .mirrorGroups(
            GroupMirror.all(), account -> Set.of(), (account, groups) -> step("groups " + groups))
        .onPopulate((account, person) -> step("second listener"));
  }

  @Test
  void aSignInGoesStepByStepAndDecidesEverythingBeforeItWrites() {
    try (var authenticator = builder(Directories.withGroups(directory)).build()) {
      yes(authenticator.authenticate(" Alice ", "wonderland"));
    }
    assertThat(steps)
        .containsExactly(
            "guard of Alice",
            "BIND",
            "SEARCH",
            "BIND",
            "SEARCH for groups",
            "SEARCH for groups", // admins, which a flag names: is it visible,
            "SEARCH for groups", // and found by its member?
            "SEARCH for groups",
            "guard of alice, who may sign in",
            "translate alice",
            "find ldap_alice",
            "create ldap_alice",
            "groups [staff]",
            "attribute Alice",
            "attribute Adams",
            "staff true",
            "admin false",
            "first listener",
            "second listener",
            "active?",
            "save",
            "told");
  }

  @Test
  void populateCallsNeitherGuardNorIsActive() {
    try (var authenticator = builder(Directories.withGroups(directory)).build()) {
      assertThat(authenticator.populate("alice").user()).isPresent();
    }
    assertThat(steps)
        .startsWith("BIND", "SEARCH", "SEARCH for groups")
        .containsSubsequence("translate alice", "find ldap_alice")
        .endsWith("second listener", "save", "told");
  }

  @Test
  void nameAndPasswordAreCheckedBeforeTheGuard() {
    try (var authenticator = builder(Directories.withGroups(directory)).build()) {
      no(authenticator.authenticate(" ", "wonderland"), RejectionReason.INVALID_USERNAME);
      no(authenticator.authenticate("alice", ""), RejectionReason.INVALID_PASSWORD);
    }
    assertThat(steps).containsExactly("told", "told");
  }

  @Test
  void requirementsAreJudgedBeforeDenials() {
    var config =
        Directories.withGroups(directory)
            .deny(memberOf(STAFF))
            .require(memberOf(ADMINS))
            .hiddenGroupsDenyNobody();
    try (var authenticator = builder(config).build()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.REQUIREMENT_NOT_MET);
    }
    assertThat(steps)
        .containsExactly("guard of alice", "BIND", "SEARCH", "BIND", "SEARCH for groups", "told");
  }
}

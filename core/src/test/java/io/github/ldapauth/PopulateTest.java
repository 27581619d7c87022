// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.Directories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Users without a sign-in, and what is called on the way. */
class PopulateTest extends UserStoreStories {

  @Test
  void populateListenerChangesTheUserBeforeItIsSaved() {
    List<String> saved = new ArrayList<>();
    UserStore<Account> store = store();
    when(store.save(any()))
        .thenAnswer(
            call -> {
              Account account = call.getArgument(0);
              saved.add(account.firstName);
              return account;
            });
    try (var authenticator =
        builder(store)
            .onPopulate(
                (account, person) -> {
                  assertThat(saved).isEmpty();
                  account.setFirstName(account.firstName + " of " + person.username());
                })
            .build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    assertThat(saved).containsExactly("Alice of alice");
  }

  @Test
  void exceptionOfAListenerOrSetterReachesTheCaller() {
    IllegalStateException oops = new IllegalStateException("Oops");
    var throwingListener =
        builder()
            .onPopulate(
                (account, person) -> {
                  throw oops;
                });
    var throwingSetter =
        builder()
            .attribute(
                "mail",
                (account, mail) -> {
                  throw oops;
                });
    for (var throwing : List.of(throwingListener, throwingSetter)) {
      try (var authenticator = throwing.build()) {
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(oops);
        assertThatThrownBy(() -> authenticator.populate("alice")).isSameAs(oops);
      }
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void populateFillsWithoutAPasswordAndWithoutRules() {
    var config = Directories.staffOnly(directory).deny(memberOf(STAFF)).build();
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts)
            .attribute("sn", Account::setLastName)
            .updateFields(UpdatePolicy.NEW_USERS)
            .build()) {
      assertThat(authenticator.populate("alice")).isInstanceOf(Populated.class);
      Account bob = accounts.save(new Account("bob"));
      assertThat(authenticator.populate("bob"))
          .isInstanceOfSatisfying(
              Populated.class, done -> assertThat(done.account()).isSameAs(bob));
      assertThat(bob.lastName).isEqualTo("bob");
      assertThat(authenticator.populate("nobody").user()).isEmpty();
      assertThat(directory.operations().binds()).extracting("dn").containsOnly(Directories.SERVICE);
    }
  }

  @Test
  void populatePermittedRejectsUsersByTheRules() {
    var config =
        Directories.withGroups(directory).require(memberOf(STAFF)).deny(memberOf(ADMINS)).build();
    try (var authenticator = LdapAuthenticator.builder(config, accounts).build()) {
      assertThat(authenticator.populatePermitted("alice").user()).isPresent();
      assertThat(authenticator.populatePermitted("bob"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.REQUIREMENT_NOT_MET));
      directory.group("admins").members("alice");
      assertThat(authenticator.populatePermitted("alice"))
          .isInstanceOfSatisfying(
              Rejected.class, no -> assertThat(no.reason()).isEqualTo(RejectionReason.DENIED));
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void populatePermittedRejectsInactiveUsersAndCallsNoGuard() {
    Account alice = accounts.save(new Account("alice"));
    alice.setActive(false);
    SignInGuard nobody =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            return Optional.of("nobody signs in now");
          }

          @Override
          public Optional<String> beforeUserStore(LdapUser ldapUser) {
            return Optional.of("nobody signs in now");
          }
        };
    try (var authenticator = builder().guard(nobody).build()) {
      assertThat(authenticator.populatePermitted("alice"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.INACTIVE_IN_APPLICATION));
      assertThat(alice.saves).isEqualTo(1);
      assertThat(authenticator.populatePermitted("bob").user()).isPresent();
    }
    try (var authenticator =
        builder()
            .updateFields(UpdatePolicy.NEW_USERS)
            .flag(memberOf(STAFF), Account::setActive)
            .build()) {
      assertThat(authenticator.populatePermitted("alice").user()).contains(alice);
      assertThat(alice.firstName).isEqualTo("Alice");
      assertThat(alice.saves).isEqualTo(2);
    }
  }

  @Test
  void lookupTouchesNoUser() {
    UserStore<Account> store = store();
    try (var authenticator = builder(store).build()) {
      assertThat(authenticator.lookup("alice"))
          .hasValueSatisfying(alice -> assertThat(alice.groups().names()).containsExactly("staff"));
      assertThat(authenticator.lookup("nobody")).isEmpty();
    }
    verify(store, never()).find(any(), any());
  }
}

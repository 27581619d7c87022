// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How an application's user is found, created and saved. */
class UserStoreTest extends UserStoreStories {

  @Test
  void theFirstSignInCreatesTheUserAndTheSecondFindsAndUpdatesIt() {
    try (var authenticator = builder().build()) {
      Authenticated<Account> first = yes(authenticator.authenticate("ALICE", "wonderland"));
      assertThat(first.created()).isTrue();
      assertThat(first.account().key).isEqualTo("alice");
      assertThat(first.account().firstName).isEqualTo("Alice");
      assertThat(first.account().staff).isTrue();

      directory.user("alice").attribute("sn", "Baker");
      directory.group("staff").attribute("member", Directories.BOB);
      Authenticated<Account> second = yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(second.created()).isFalse();
      assertThat(second.account()).isSameAs(first.account());
      assertThat(second.account().lastName).isEqualTo("Baker");
      assertThat(second.account().staff).isFalse();
      assertThat(second.account().saves).isEqualTo(2);
    }
  }

  @Test
  void anInactiveUserIsRejectedAndNotSavedButCanBePopulated() {
    Account alice = accounts.save(new Account("alice"));
    alice.setActive(false);
    try (var authenticator = builder().build()) {
      no(
          authenticator.authenticate("alice", "wonderland"),
          RejectionReason.INACTIVE_IN_APPLICATION);
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(alice.saves).isEqualTo(1);

      assertThat(authenticator.populate("alice").user()).contains(alice);
      assertThat(alice.saves).isEqualTo(2);
    }
  }

  @Test
  void aFlagCanMakeAUserActiveOrInactive() {
    Account alice = accounts.save(new Account("alice"));
    alice.setActive(false);
    Account bob = accounts.save(new Account("bob"));
    try (var authenticator = builder().flag(memberOf(STAFF), Account::setActive).build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(alice.saves).isEqualTo(2);

      no(authenticator.authenticate("bob", "builder"), RejectionReason.INACTIVE_IN_APPLICATION);
      assertThat(bob.saves).isEqualTo(1);
    }
  }

  @Test
  void newUserMadeInactiveByAFlagIsNotSaved() {
    try (var authenticator = builder().flag(memberOf(STAFF), Account::setActive).build()) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.INACTIVE_IN_APPLICATION);
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void rejectedUserLeavesNoTrace() {
    UserStore<Account> store = mock();
    var config = Directories.staffOnly(directory).build();
    try (var authenticator = LdapAuthenticator.builder(config, store).build()) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
    verify(store, never()).find(any(), any());
  }

  @Test
  void exceptionOfTheStoreReachesTheCallerAndNothingIsSaved() {
    IllegalStateException down = new IllegalStateException("database down");
    List<Consumer<UserStore<Account>>> calls =
        List.of(
            store -> store.find(any(), any()),
            store -> store.create(any(), any()),
            store -> store.isActive(any()),
            store -> store.save(any()));
    for (Consumer<UserStore<Account>> call : calls) {
      UserStore<Account> store = store();
      call.accept(doThrow(down).when(store));
      try (var authenticator = builder(store).build()) {
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(down);
      }
      verify(store, atMost(1)).save(any());
      verify(store, atMost(1)).find(any(), any());
    }
  }

  @Test
  void concurrentlySavedUserIsFoundAndFilled() {
    Account mine = new Account("alice");
    Account theirs = new Account("alice");
    UserStore<Account> store = store();
    when(store.find(eq("alice"), any()))
        .thenReturn(Optional.empty())
        .thenReturn(Optional.of(theirs));
    when(store.create(any(), any())).thenReturn(mine);
    when(store.save(mine)).thenThrow(new UserConflictException("duplicate key", null));
    when(store.save(theirs)).thenReturn(theirs);
    try (var authenticator = builder(store).build()) {
      Authenticated<Account> alice = yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(alice.account()).isSameAs(theirs);
      assertThat(alice.created()).isFalse();
      assertThat(theirs.firstName).isEqualTo("Alice");
    }
  }

  @Test
  void knownUserSavedMeanwhileIsFoundAndSavedAgain() {
    Account stale = new Account("alice");
    Account current = new Account("alice");
    UserStore<Account> store = store();
    when(store.find(eq("alice"), any()))
        .thenReturn(Optional.of(stale))
        .thenReturn(Optional.of(current));
    when(store.save(stale)).thenThrow(new UserConflictException("version 1 is gone", null));
    when(store.save(current)).thenReturn(current);
    try (var authenticator = builder(store).build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account())
          .isSameAs(current);
    }
    assertThat(current.firstName).isEqualTo("Alice");
  }

  @Test
  void conflictWithoutASavedUserReachesTheCaller() {
    UserConflictException conflict = new UserConflictException("duplicate mail address", null);
    UserStore<Account> store = store();
    when(store.find(eq("alice"), any())).thenReturn(Optional.empty());
    when(store.create(any(), any())).thenReturn(new Account("alice"));
    when(store.save(any())).thenThrow(conflict);
    try (var authenticator = builder(store).build()) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isSameAs(conflict);
    }
    verify(store, times(2)).find(eq("alice"), any());
    verify(store, times(1)).save(any());
  }

  @Test
  void twoFirstSignInsAtTheSameTimeMakeOneUser() throws Exception {
    CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
    AccountStore store =
        new AccountStore() {
          @Override
          public Account create(String key, LdapUser person) {
            try {
              bothHaveLooked.await();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
            return super.create(key, person);
          }
        };
    var authenticator = builder(store).build();
    var threads = Executors.newFixedThreadPool(2);
    try (authenticator) {
      Callable<AuthenticationResult<Account>> signIn =
          () -> authenticator.authenticate("alice", "wonderland");
      List<Future<AuthenticationResult<Account>>> both = threads.invokeAll(List.of(signIn, signIn));

      Account one = yes(both.get(0).get()).account();
      assertThat(yes(both.get(1).get()).account()).isSameAs(one);
      assertThat(store.saved).containsOnlyKeys("alice");
      assertThat(both)
          .extracting(done -> yes(done.get()).created())
          .containsExactlyInAnyOrder(true, false);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void callbackThatReturnsNullIsNamed() {
    SignInGuard before =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            return nothing();
          }
        };
    SignInGuard after =
        new SignInGuard() {
          @Override
          public Optional<String> beforeUserStore(LdapUser ldapUser) {
            return nothing();
          }
        };
    try (var toApplication = builder().translateUsernames(n -> nothing(), n -> n).build();
        var toDirectory = builder().translateUsernames(n -> n, n -> nothing()).build();
        var guardedBefore = builder().guard(before).build();
        var guardedAfter = builder().guard(after).build();
        var mirroring =
            builder().mirrorGroups(GroupMirror.all(), a -> nothing(), Account::setGroups).build();
        var mirroringNothing =
            builder()
                .mirrorGroups(
                    GroupMirror.all(), a -> Arrays.asList("a", nothing()), Account::setGroups)
                .build()) {
      assertNamed(
          "toApplication of translateUsernames",
          () -> toApplication.authenticate("alice", "wonderland"));
      assertNamed("toDirectory of translateUsernames", () -> toDirectory.lookup("alice"));
      assertNamed(
          "SignInGuard.beforeSignIn", () -> guardedBefore.authenticate("alice", "wonderland"));
      assertNamed(
          "SignInGuard.beforeUserStore", () -> guardedAfter.authenticate("alice", "wonderland"));
      assertNamed("current of mirrorGroups", () -> mirroring.authenticate("alice", "wonderland"));
      assertNamed(
          "current of mirrorGroups", () -> mirroringNothing.authenticate("alice", "wonderland"));
    }
    assertThat(accounts.saved).isEmpty();
  }

  private void assertNamed(String method, ThrowingCallable call) {
    assertThatNullPointerException()
        .isThrownBy(call)
        .withMessageStartingWith(method + " of " + getClass().getName())
        .withMessageEndingWith(" returned null");
  }

  /** Mocks do that. */
  @Test
  void storeThatReturnsNullSignsNoUserIn() {
    UserStore<Account> store = mock();
    when(store.find(any(), any())).thenReturn(null).thenReturn(Optional.empty());
    try (var authenticator =
        LdapAuthenticator.builder(Directories.config(directory).build(), store).build()) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .hasMessageStartingWith("UserStore.find of ");
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .hasMessageStartingWith("UserStore.create of ");
    }
  }
}

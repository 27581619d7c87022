// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInGuardTest {

  private final TestDirectory directory = Directories.people().start();
  private final AccountStore accounts = new AccountStore();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticatorBuilder<Account> builder() {
    return LdapAuthenticator.builder(Directories.config(directory).build(), accounts);
  }

  private static SignInGuard before(Function<String, Optional<String>> answer) {
    return new SignInGuard() {
      @Override
      public Optional<String> beforeSignIn(String username) {
        return answer.apply(username);
      }
    };
  }

  private static SignInGuard after(Function<LdapUser, Optional<String>> answer) {
    return new SignInGuard() {
      @Override
      public Optional<String> beforeUserStore(LdapUser ldapUser) {
        return answer.apply(ldapUser);
      }
    };
  }

  @Test
  void guardThatRejectsBeforeSignInSendsNothing() {
    List<String> asked = new ArrayList<>();
    try (var authenticator =
        builder()
            .guard(before(name -> Optional.of("too many attempts")))
            .guard(
                before(
                    name -> {
                      asked.add(name);
                      return Optional.empty();
                    }))
            .build()) {
      var no =
          no(
              authenticator.authenticate(" alice", "wonderland"),
              RejectionReason.REFUSED_BY_APPLICATION);
      assertThat(no.detail()).isEqualTo("too many attempts");
    }
    assertThat(asked).isEmpty();
    assertThat(directory.operations()).isEmpty();
  }

  @Test
  void guardSeesTheUserAfterTheRightPasswordAndCanReject() {
    List<String> seen = new ArrayList<>();
    try (var authenticator =
        builder()
            .guard(
                after(
                    person -> {
                      seen.add(person.dn().toString());
                      return person.username().equals("bob")
                          ? Optional.of("no contract")
                          : Optional.empty();
                    }))
            .build()) {
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(seen).isEmpty();
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REFUSED_BY_APPLICATION);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    assertThat(seen).containsExactly(Directories.BOB, Directories.ALICE);
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void exceptionOfAGuardReachesTheCaller() {
    IllegalStateException oops = new IllegalStateException("Oops");
    List<SignInGuard> throwing =
        List.of(
            before(
                name -> {
                  throw oops;
                }),
            after(
                person -> {
                  throw oops;
                }));
    for (SignInGuard guard : throwing) {
      try (var authenticator = builder().guard(guard).build()) {
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(oops);
      }
    }
    assertThat(directory.operations().binds(Directories.ALICE)).hasSize(1);
    assertThat(accounts.saved).isEmpty();
  }

  /** Counts by stable id, and lets each entry try twice. */
  private static SignInGuard brake(List<String> tried) {
    return new SignInGuard() {
      @Override
      public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
        tried.add(dn + " " + stableId.orElse("no id"));
        return Collections.frequency(tried, tried.get(tried.size() - 1)) > 2
            ? Optional.of("too many attempts")
            : Optional.empty();
      }
    };
  }

  @Test
  void brakeByEntryCountsAllSpellingsOfAName() {
    List<String> tried = new ArrayList<>();
    try (var authenticator = builder().guard(brake(tried)).build()) {
      no(authenticator.authenticate("alice", "1"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("ALICE", "2"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("Alice ", "3"), RejectionReason.REFUSED_BY_APPLICATION);
      no(authenticator.authenticate("aLICE", "4"), RejectionReason.REFUSED_BY_APPLICATION);
    }
    assertThat(tried).hasSize(4).containsOnly(tried.get(0));
    assertThat(tried.get(0)).startsWith(Directories.ALICE).doesNotEndWith("no id");
    assertThat(directory.operations().binds(Directories.ALICE)).hasSize(2);
  }

  @Test
  void brakeByEntryIsNotCalledIfTheEntryIsKnownOnlyAfterTheBind() {
    List<String> tried = new ArrayList<>();
    var byName = UserLookup.bindName("{username}@example.com", Directories.byUid());
    var config = Directories.config(directory, byName).build();
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts).guard(brake(tried)).build()) {
      assertThat(authenticator.authenticate("alice", "wrong").user()).isEmpty();
    }
    assertThat(tried).isEmpty();
  }

  @Test
  void guardFailureBeforeTheBindEndsTheChain() {
    var outage = new LdapDirectoryException(Stage.FIND_USER, "the guard's own directory is down");
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
            throw outage;
          }
        };
    try (var chain =
        SignInChain.<Account>builder()
            .optionalDirectory("guarded", builder().guard(guard).build())
            .directory("next", builder().build())
            .build()) {
      assertThatThrownBy(() -> chain.authenticate("alice", "wonderland")).isSameAs(outage);
    }
    assertThat(directory.operations().binds(Directories.ALICE)).isEmpty();
  }
}

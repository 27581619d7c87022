// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
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
  void whomAGuardRefusesBeforehandTheDirectoryNeverHearsOf() {
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
  void aGuardSeesThePersonOnlyAfterTheRightPasswordAndCanStillRefuse() {
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
  void whatAGuardThrowsReachesTheCallerAndNothingIsWritten() {
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
}

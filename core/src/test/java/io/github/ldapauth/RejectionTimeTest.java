// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rejections that all take as long. */
class RejectionTimeTest {

  private static final String DECOY = "uid=decoy," + PEOPLE;
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Longer than any test waits. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private final TestDirectory directory =
      Directories.people().user("decoy", user -> user.password("secret")).start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthConfigBuilder config(Duration least) {
    return Directories.config(directory).timeLimit(LONG.plusSeconds(1)).minRejectionTime(least);
  }

  private static LdapAuthenticatorBuilder<Account> builder(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.builder(config.build(), new AccountStore());
  }

  private static Duration timeOf(Runnable signIn) {
    long start = System.nanoTime();
    signIn.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<String> userBinds() {
    return directory.operations().stream()
        .filter(operation -> operation.type() == BIND)
        .map(Operation::dn)
        .filter(dn -> !dn.equals(Directories.SERVICE))
        .toList();
  }

  @Test
  void rejectionsTakeTheLeastTime() {
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            return username.equals("blocked") ? Optional.of("blocked") : Optional.empty();
          }
        };
    try (var authenticator = builder(config(SHORT)).guard(guard).build()) {
      for (String name : List.of("alice", "nobody", "blocked")) {
        assertThat(
                timeOf(
                    () -> assertThat(authenticator.authenticate(name, "wrong").user()).isEmpty()))
            .isGreaterThanOrEqualTo(SHORT);
      }
    }
  }

  @Test
  void acceptedSignInsFailuresAndInvalidInputDoNotWait() {
    Duration all =
        timeOf(
            () -> {
              try (var authenticator = builder(config(LONG)).build()) {
                yes(authenticator.authenticate("alice", "wonderland"));
                no(authenticator.authenticate("alice", ""), RejectionReason.INVALID_PASSWORD);
                no(authenticator.authenticate("a\0", "x"), RejectionReason.INVALID_USERNAME);
                directory.stop();
                assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
                    .isInstanceOf(LdapDirectoryException.class);
              }
            });
    assertThat(all).isLessThan(LONG);
  }

  /** One connection of each kind is enough for both. */
  @Test
  void rejectionThatWaitsHoldsNoConnectionAndEndsWithAnInterrupt() throws Exception {
    LdapServer small = LdapServer.url(directory.url()).maxConnections(1);
    LdapAuthConfigBuilder config =
        LdapAuthConfig.builder(small, Directories.byUid())
            .serviceAccount(Directories.SERVICE, "service secret")
            .timeLimit(LONG.plusSeconds(1))
            .minRejectionTime(LONG);
    CountDownLatch decided = new CountDownLatch(1);
    SignInListener listener =
        event -> {
          if (event instanceof SignInEvent.Rejected) {
            decided.countDown();
          }
        };
    try (var authenticator = builder(config).onOutcome(listener).build()) {
      var waiting =
          new FutureTask<>(
              () -> {
                no(
                    authenticator.authenticate("alice", "wrong"),
                    RejectionReason.INVALID_CREDENTIALS);
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(waiting);
      thread.start();
      decided.await();

      yes(authenticator.authenticate("alice", "wonderland"));
      thread.interrupt();
      assertThat(waiting.get()).isTrue();
    }
  }

  @Test
  void chainDelaysItsOwnRejectionsOnly() {
    try (TestDirectory second =
            Directories.people().user("carol", user -> user.password("tea party")).start();
        var chain =
            SignInChain.<Account>builder()
                .directory("delayed", builder(config(LONG)).build())
                .directory("other", builder(Directories.config(second)).build())
                .build()) {
      assertThat(
              timeOf(() -> assertThat(chain.authenticate("carol", "tea party").user()).isPresent()))
          .isLessThan(LONG);
    }
    try (var chain =
        SignInChain.<Account>builder()
            .method("local", (name, password) -> new SignInMethod.Answer.No<>("wrong"))
            .directory("delayed", builder(config(SHORT)).build())
            .build()) {
      assertThat(timeOf(() -> chain.authenticate("alice", "wrong"))).isGreaterThanOrEqualTo(SHORT);
    }
  }

  @Test
  void decoyTakesThePlaceOfTheBindOfAnUnknownUser() {
    try (var authenticator = builder(config(Duration.ZERO).decoyBind(DECOY)).build()) {
      no(authenticator.authenticate("nobody", "secret"), RejectionReason.USER_NOT_FOUND);
      assertThat(userBinds()).containsExactly(DECOY);

      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(userBinds()).containsExactly(DECOY, ALICE, ALICE);
    }
  }

  /** A decoy that had the typed password could be signed in to. */
  @Test
  void decoyIsNeverSentThePasswordThatWasTyped() {
    try (var authenticator = builder(config(Duration.ZERO).decoyBind(DECOY)).build()) {
      no(authenticator.authenticate("nobody", "secret"), RejectionReason.USER_NOT_FOUND);

      assertThat(directory.operations().stream().filter(operation -> operation.dn().equals(DECOY)))
          .extracting(Operation::resultCode)
          .containsExactly(49);
    }
  }

  @Test
  void decoyWithoutAnAnswerFailsAsAUsersBindDoes() {
    directory.faults().next(BIND).as(DECOY).answers(80, "broken");
    try (var authenticator = builder(config(Duration.ZERO).decoyBind(DECOY)).build()) {
      assertThatThrownBy(() -> authenticator.authenticate("nobody", "secret"))
          .isInstanceOf(LdapDirectoryException.class)
          .hasMessageContaining("USER_BIND");
    }
  }

  @Test
  void linkOfAChainHasNoDecoy() {
    try (var chain =
        SignInChain.<Account>builder()
            .directory("head office", builder(config(Duration.ZERO).decoyBind(DECOY)).build())
            .build()) {
      assertThat(chain.authenticate("nobody", "secret").user()).isEmpty();
      assertThat(userBinds()).isEmpty();
    }
  }
}

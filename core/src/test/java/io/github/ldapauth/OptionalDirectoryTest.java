// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.HeldRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A directory that a chain may skip. */
class OptionalDirectoryTest extends SignInChainStories {

  @Test
  void optionalDirectoryThatIsDownIsSkipped() {
    first.stop();
    try (var chain = optionalFirst()) {
      assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
      first.start();
      assertThat(yes(chain.authenticate("alice", "wonderland")).answeredBy())
          .isEqualTo("head office");
    }
  }

  @Test
  void userUnknownElsewhereFailsIfAnOptionalDirectoryIsDown() {
    first.stop();
    try (var chain = optionalFirst()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("dora", "x"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
    }
  }

  @Test
  void optionalDirectoryThatFailsAfterThePasswordIsNotSkipped() {
    try (var chain = optionalFirst()) {
      first.faults().next(BIND).as(ALICE).closesConnection();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.USER_BIND));
      assertThat(second.operations()).isEmpty();
    }
  }

  /** The user is known here, so the password is not for another directory. */
  @Test
  void unreadableLockoutPolicyOfAFoundUserEndsTheSignIn() {
    var config = Directories.config(first).avoidLockout("cn=no such policy," + PEOPLE).build();
    try (var chain =
        SignInChain.<Account>builder()
            .optionalDirectory("head office", authenticator(config))
            .directory("branch", branch)
            .build()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .withMessageContaining("avoidLockout");
      assertThat(second.operations()).isEmpty();
      assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
    }
  }

  /** One search found the user, and another one failed that might have found a second. */
  @Test
  void failedSearchBesideAFoundUserEndsTheSignIn() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})").usernameAttribute("uid");
    var config = Directories.config(first, Directories.byUid().or(byMail)).build();
    try (var chain =
        SignInChain.<Account>builder()
            .optionalDirectory("head office", authenticator(config))
            .directory("branch", branch)
            .build()) {
      first.faults().every(SEARCH).withFilter("(mail=").answers(53, "unwilling");

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining(ALICE));
      assertThat(second.operations()).isEmpty();
      assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
    }
  }

  /** A guard may ask a directory of its own. */
  @Test
  void guardFailureOnOptionalDirectoryEndsTheSignIn() {
    var outage = new LdapDirectoryException(Stage.CONNECT, "the guard's own directory is down");
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            throw outage;
          }
        };
    var config = Directories.config(first).build();
    try (var guarded = LdapAuthenticator.builder(config, accounts).guard(guard).build();
        var chain =
            SignInChain.<Account>builder()
                .optionalDirectory("head office", guarded)
                .directory("branch", branch)
                .build()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e).isSameAs(outage));
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void fullPoolEndsTheSignIn() throws Exception {
    var busy = LdapServer.url(first.url()).maxConnections(1).responseTimeout(Duration.ofSeconds(4));
    var config =
        LdapAuthConfig.builder(busy, Directories.byUid()).serviceAccount(SERVICE, "service secret");
    HeldRequest held = first.faults().next(SEARCH).withFilter("uid=bob").holds();
    try (var headOffice = authenticator(config.build());
        var chain =
            SignInChain.<Account>builder()
                .optionalDirectory("head office", headOffice)
                .directory("branch", branch)
                .build()) {
      var waiting = new FutureTask<>(() -> headOffice.lookup("bob"));
      new Thread(waiting).start();
      held.awaitArrival();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("carol", "tea party"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.WAIT));
      held.release();
    }
    assertThat(second.operations()).isEmpty();
  }

  @Test
  void interruptedThreadEndsTheSignIn() {
    try (var chain = optionalFirst()) {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("carol", "tea party"));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(second.operations()).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.HeldRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An optional directory that is down, by a clock of the test. */
class DownDirectoryTest extends SignInChainStories {

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
  private final List<String> asked = new ArrayList<>();
  private Duration cost = OptionalDirectory.SLOW;

  private final SignInGuard guard =
      new SignInGuard() {
        @Override
        public Optional<String> beforeSignIn(String username) {
          asked.add(username);
          pass(cost);
          if (username.equals("boom")) {
            throw new IllegalStateException("the guard failed");
          }
          return username.equals("blocked") ? Optional.of("too many attempts") : Optional.empty();
        }
      };

  private final LdapAuthenticator<Account> partners =
      LdapAuthenticator.builder(Directories.config(first).build(), accounts).guard(guard).build();

  private final SignInChain<Account> chain =
      new SignInChain<>(
          List.of(
              new OptionalDirectory<>(
                  new SignInChainLink.OfDirectory<>("partners", partners), clock::get),
              new SignInChainLink.OfDirectory<>("branch", branch)));

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void signsInAtBranch() {
    assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
  }

  @BeforeEach
  void failOnce() {
    first.stop();
    signsInAtBranch();
    first.start();
    asked.clear();
  }

  @Test
  void directoryThatFailedSlowlyIsSkippedUntilThePauseEnds() {
    pass(OptionalDirectory.PAUSE.minusNanos(1));
    try (CapturedLog log = new CapturedLog()) {
      signsInAtBranch();
      assertThat(log.lines(SignInChain.class))
          .containsExactly(
              "INFO sign-in of \"carol\": partners failed before, trying next link",
              "INFO sign-in of \"carol\": yes, from branch");
    }
    assertThat(asked).isEmpty();

    pass(Duration.ofNanos(1));
    assertThat(yes(chain.authenticate("alice", "wonderland")).answeredBy()).isEqualTo("partners");
    assertThat(yes(chain.authenticate("alice", "wonderland")).answeredBy()).isEqualTo("partners");
  }

  @Test
  void userUnknownElsewhereFailsDuringThePause() {
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> chain.authenticate("dora", "x"))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
    assertThat(asked).isEmpty();
  }

  @Test
  void directoryThatFailsFastIsAskedAgain() {
    pass(OptionalDirectory.PAUSE);
    cost = OptionalDirectory.SLOW.minusNanos(1);
    first.stop();
    signsInAtBranch();
    signsInAtBranch();

    assertThat(asked).containsExactly("carol", "carol");
  }

  @Test
  void oneSignInAtATimeAsksAfterThePause() throws Exception {
    pass(OptionalDirectory.PAUSE);
    no(chain.authenticate("blocked", "x"), RejectionReason.REFUSED_BY_APPLICATION);
    HeldRequest held = first.faults().next(SEARCH).withFilter("uid=alice").holds();
    var probe = new FutureTask<>(() -> yes(chain.authenticate("alice", "wonderland")));
    new Thread(probe).start();
    held.awaitArrival();

    signsInAtBranch();
    assertThat(asked).containsExactly("blocked", "alice");
    held.release();
    assertThat(probe.get().answeredBy()).isEqualTo("partners");
    signsInAtBranch();
    assertThat(asked).containsExactly("blocked", "alice", "carol");
  }

  @Test
  void exceptionOfAGuardLetsTheNextSignInAsk() {
    pass(OptionalDirectory.PAUSE);
    assertThatThrownBy(() -> chain.authenticate("boom", "x"))
        .isInstanceOf(IllegalStateException.class);

    assertThat(yes(chain.authenticate("alice", "wonderland")).answeredBy()).isEqualTo("partners");
  }

  @Test
  void directoryThatIsStillDownIsSkippedAgain() {
    pass(OptionalDirectory.PAUSE);
    first.stop();
    signsInAtBranch();
    signsInAtBranch();

    assertThat(asked).containsExactly("carol");
  }
}

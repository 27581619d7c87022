// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.FaultyProxy;
import io.github.ldapauth.fixture.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads, and few connections. */
class LoadTest extends FaultStories {

  private static final int BUSY = 51;
  private static final int THREADS = 200;

  /** Connections that wait for answers, and attempts that wait for connections. */
  private static final int MAY_WAIT = 3 * 16;

  /** Half of the response limit ends before the wait for a connection, even after a new connect. */
  @ParameterizedTest
  @MethodSource("lookups")
  void hungDirectoryFailsMostSignInsAtOnce(UserLookup users) throws Exception {
    Duration limit = Duration.ofSeconds(8);
    var config = config(toFirst.server().connectTimeout(CONNECT), users, Duration.ofSeconds(4));
    try (var authenticator = LdapAuthenticator.create(config.timeLimit(limit).build())) {
      succeeds(authenticator, 1);
      first.pause();
      List<Outcome> outcomes;
      try {
        outcomes = signInAtOnce(authenticator, THREADS, limit);
      } finally {
        first.resume();
      }
      assertThat(outcomes).noneMatch(Outcome::isYes);
      assertThat(outcomes.stream().filter(outcome -> !sawThatTheDirectoryHangs(outcome)))
          .hasSizeLessThanOrEqualTo(MAY_WAIT);
      succeeds(authenticator, 3);
    }
  }

  /** The time that it took says little on a busy machine. */
  private static boolean sawThatTheDirectoryHangs(Outcome outcome) {
    return outcome.failure() != null
        && outcome.failure().getMessage().contains("which answered nothing for half of");
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void balancerInFrontOfTwoServersIsOneServer(UserLookup users) throws Exception {
    Duration patience = Duration.ofSeconds(15);
    try (FaultyProxy balancer = new FaultyProxy(first.hostAndPort(), second.hostAndPort());
        var authenticator =
            LdapAuthenticator.create(
                config(balancer.server(), users, patience).timeLimit(patience).build())) {
      long before = second.binds(Directories.ALICE);
      assertThat(signInAtOnce(authenticator, 16, patience)).allMatch(Outcome::isYes);
      balancer.closeConnections();
      assertThat(signInAtOnce(authenticator, 16, patience)).allMatch(Outcome::isYes);

      assertThat(second.binds(Directories.ALICE)).isGreaterThan(before);
    }
  }

  /** As a balancer whose few connections are all in use for a moment. */
  @Test
  void busyBalancerIsAskedAgainForTheServiceAccountOnly() {
    try (Gateway balancer = new Gateway(toFirst.port(), Map.of());
        var authenticator = authenticator(balancer.server(), Directories.byUid())) {
      balancer.answerBind(BUSY);
      succeeds(authenticator, 1);

      balancer.answerBind(BUSY);
      assertThat(fails(authenticator).failure().stage()).isEqualTo(Stage.USER_BIND);
      assertThat(balancer.binds())
          .containsExactly(
              Directories.SERVICE, Directories.SERVICE, Directories.ALICE, Directories.ALICE);
    }
  }

  /** As a balancer with eight connections for binds. The delay lets binds be under way together. */
  @ParameterizedTest
  @MethodSource("lookups")
  void balancerIsNeverBusyForHalfItsConnections(UserLookup users) throws Exception {
    Duration patience = Duration.ofSeconds(15);
    try (Gateway balancer = new Gateway(toFirst.port(), Map.of());
        var authenticator =
            LdapAuthenticator.create(
                config(balancer.server().maxConnections(4), users, patience)
                    .timeLimit(patience)
                    .build())) {
      balancer.bindsAtATime(8);
      toFirst.delay(Duration.ofMillis(5));

      assertThat(signInAtOnce(authenticator, 64, patience)).allMatch(Outcome::isYes);
    }
  }
}

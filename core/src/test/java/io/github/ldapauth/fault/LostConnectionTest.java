// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.FaultyProxy;
import io.github.ldapauth.fixture.Leftovers;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that a server closed cost no sign-in, and none is ever lost to the pool. */
class LostConnectionTest extends FaultStories {

  @ParameterizedTest
  @MethodSource("lookups")
  void restartCostsNoSignIn(UserLookup users) throws Exception {
    try (var authenticator = authenticator(toFirst.server(), users)) {
      for (int i = 0; i < 3; i++) {
        warmUp(authenticator, 4);
        first.restart();
        succeeds(authenticator, 5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void crashCostsNoSignIn(UserLookup users) throws Exception {
    try (var authenticator = authenticator(toFirst.server(), users)) {
      warmUp(authenticator, 4);
      first.kill();
      first.restart();
      succeeds(authenticator, 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatTheServerClosedCostNoSignIn(Way way) throws Exception {
    speak(way);
    try (var authenticator = authenticator(way.server(toFirst), template())) {
      for (int i = 0; i < 5; i++) {
        warmUp(authenticator, 4);
        toFirst.closeConnections();
        succeeds(authenticator, 2);
      }
    }
  }

  /** Two look-ups in between keep the connection of searches open, and that of binds idle. */
  @ParameterizedTest
  @MethodSource("lookups")
  void idleTimeOutOfTheServerCostsNoSignIn(UserLookup users) {
    try (Slapd impatient =
            Slapd.startWithAccess(
                TestCertificates.forHosts("127.0.0.1"),
                Directories.slapdLdif(),
                "access to attrs=userPassword by * auth\naccess to * by * read\nidletimeout 1");
        FaultyProxy proxy = new FaultyProxy(impatient.hostAndPort());
        var authenticator = authenticator(proxy.server(), users)) {
      for (int i = 0; i < 3; i++) {
        succeeds(authenticator, 1);
        int open = proxy.open();
        while (proxy.open() == open) {
          authenticator.lookup("alice");
          LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
      }
    }
  }

  @Test
  void connectionsThatTheServerClosedDoNotStay() throws Exception {
    try (var authenticator = authenticator(toFirst.server(), Directories.byUid())) {
      warmUp(authenticator, 16);
      toFirst.closeConnections();

      Leftovers.assertNoneHalfClosed(toFirst.port());
    }
  }

  /** Before, a limit that ended between the wait for a connection and its use lost it for good. */
  @ParameterizedTest
  @MethodSource("lookups")
  void timeUsedUpByWaitingLosesNoConnection(UserLookup users) throws Exception {
    Duration little = Duration.ofMillis(120);
    var config = config(toFirst.server().maxConnections(1), users).timeLimit(little);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      signIn(authenticator);
      toFirst.delay(Duration.ofMillis(25));
      for (int i = 0; i < 6; i++) {
        signInAtOnce(authenticator, 8);
      }
      toFirst.heal();

      // Again and again, as a busy machine may need more than the little time.
      assertThat(IntStream.range(0, 50).anyMatch(i -> signIn(authenticator).isYes())).isTrue();
    }
  }
}

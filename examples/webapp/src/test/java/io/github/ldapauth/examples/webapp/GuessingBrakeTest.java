// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuessingBrakeTest {

  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final AtomicLong nanos = new AtomicLong();
  private final GuessingBrake brake = new GuessingBrake(3, 6, PERIOD, nanos::get);
  private final TestDirectory directory =
      TestDirectory.builder().user("alice", "wonderland").user("bob", "builder").start();
  private final LdapAuthenticator<LdapUser> authenticator =
      LdapAuthenticator.builder(
              LdapAuthConfig.builder(
                      LdapServer.url(directory.url()),
                      UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
                  .build())
          .guard(brake)
          .onOutcome(brake)
          .build();

  @AfterEach
  void close() {
    authenticator.close();
    directory.close();
  }

  private String attempt(String address, String username, String password) {
    AuthenticationResult<LdapUser> result =
        brake.from(address, () -> authenticator.authenticate(username, password));
    return result instanceof Rejected<LdapUser> no ? no.reason().name() : "YES";
  }

  @Test
  void entryIsBrakedFromAllAddresses() {
    for (String address : List.of("192.0.2.1", "192.0.2.2", "192.0.2.3")) {
      assertThat(attempt(address, "alice", "guess")).isEqualTo("INVALID_CREDENTIALS");
    }
    assertThat(attempt("192.0.2.4", "ALICE", "wonderland")).isEqualTo("REFUSED_BY_APPLICATION");
    assertThat(attempt("192.0.2.4", "bob", "builder")).isEqualTo("YES");
    assertThat(directory.operations().binds("alice").count()).isEqualTo(3);
  }

  @Test
  void brakeIsReleasedAfterThePeriod() {
    for (int i = 0; i < 4; i++) {
      attempt("192.0.2.1", "alice", "guess");
    }
    nanos.addAndGet(PERIOD.toNanos());
    assertThat(attempt("192.0.2.1", "alice", "wonderland")).isEqualTo("YES");
  }

  @Test
  void addressIsBrakedForAllUserNames() {
    for (int i = 0; i < 6; i++) {
      assertThat(brake.isBraked("192.0.2.1")).isFalse();
      assertThat(attempt("192.0.2.1", "user" + i, "guess")).isEqualTo("USER_NOT_FOUND");
    }
    assertThat(attempt("192.0.2.1", "alice", "wonderland")).isEqualTo("REFUSED_BY_APPLICATION");
    assertThat(brake.isBraked("192.0.2.1")).isTrue();
    assertThat(attempt("192.0.2.2", "alice", "wonderland")).isEqualTo("YES");
  }

  @Test
  void ownAccountDoesNotFreeAnAddress() {
    for (int i = 0; i < 6; i++) {
      attempt("192.0.2.1", "user" + i, "guess");
      if (i < 5) {
        assertThat(attempt("192.0.2.1", "bob", "builder")).isEqualTo("YES");
      }
    }
    assertThat(attempt("192.0.2.1", "alice", "guess")).isEqualTo("REFUSED_BY_APPLICATION");
  }

  @Test
  void rightPasswordsAreNeverTooMany() {
    for (int i = 0; i < 20; i++) {
      assertThat(attempt("192.0.2.1", "alice", "wonderland")).isEqualTo("YES");
    }
  }

  @Test
  void attemptsWithoutAnAnswerAreNotCounted() {
    for (int i = 0; i < 4; i++) {
      directory.faults().next(BIND).as("alice").answers(51, "busy");
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> attempt("192.0.2.1", "alice", "wonderland"));
    }
    assertThat(attempt("192.0.2.1", "alice", "wonderland")).isEqualTo("YES");
  }

  @Test
  void entryIsBrakedWithoutAnAddressToo() {
    for (int i = 0; i < 3; i++) {
      authenticator.authenticate("alice", "guess");
    }
    assertThat(authenticator.authenticate("alice", "wonderland"))
        .isInstanceOfSatisfying(
            Rejected.class,
            no -> assertThat(no.reason()).isEqualTo(RejectionReason.REFUSED_BY_APPLICATION));
    assertThat(authenticator.authenticate("bob", "builder")).isInstanceOf(Authenticated.class);
  }

  @Test
  void guessesAtTheSameTimeAreCountedBeforeTheyAreSent() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(12);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String address = "192.0.2." + i;
      answers.add(threads.submit(() -> attempt(address, "alice", "guess")));
    }
    for (Future<String> answer : answers) {
      assertThat(answer.get()).isIn("INVALID_CREDENTIALS", "REFUSED_BY_APPLICATION");
    }
    threads.shutdown();
    assertThat(directory.operations().binds("alice").count()).isEqualTo(3);
  }
}

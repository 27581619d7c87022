// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.SignInEvent.Kind.SIGN_IN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapAuthenticatorBuilder;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.SignInEvent;
import io.github.ldapauth.SignInListener;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blocks of the guide about logging and events. */
class EventsGuideTest {

  /** Stands for the reader's metrics. */
  static final class Metrics {
    final List<String> counted = new ArrayList<>();

    void count(String what, Duration duration) {
      assertThat(duration).isPositive();
      counted.add(what);
    }

    void gauge(String name, int value) {
      counted.add(name + "=" + value);
    }
  }

  record Meter(Metrics metrics) implements SignInListener {

    @Override
    public void onOutcome(SignInEvent event) {
      String outcome;
      if (event instanceof SignInEvent.Rejected no) {
        outcome = no.reason().name();
      } else if (event instanceof SignInEvent.Failed failed) {
        outcome = failed.stage().map(stage -> "NO_ANSWER_" + stage).orElse("ERROR");
      } else {
        outcome = "OK";
      }
      if (event.attempt().kind() == SIGN_IN) {
        metrics.count(outcome, event.attempt().duration());
      }
    }
  }

  record SlowSignIns(Logger log, Duration limit) implements SignInListener {

    @Override
    public void onOutcome(SignInEvent event) {
      if (event.attempt().duration().compareTo(limit) > 0) {
        event
            .attempt()
            .requests()
            .forEach(request -> log.warn("at {}: {}", request.start(), request));
      }
    }
  }

  @Test
  void requestsOfSlowSignInsAreLogged() {
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start();
        CapturedLog log = new CapturedLog()) {
      LdapAuthConfig config = builder(directory, "(uid={username})").build();
      try (var authenticator =
          LdapAuthenticator.builder(config, new EmptyStore<>((key, user) -> user))
              .onOutcome(new SlowSignIns(LoggerFactory.getLogger(SlowSignIns.class), Duration.ZERO))
              .build()) {
        authenticator.authenticate("alice", "wrong");
      }

      assertThat(log.lines(SlowSignIns.class))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("WARNING at PT").contains(": CONNECT connect: "),
              line -> assertThat(line).startsWith("WARNING at PT").contains(": FIND_USER search "),
              line -> assertThat(line).startsWith("WARNING at PT").contains(": CONNECT connect: "),
              line -> assertThat(line).startsWith("WARNING at PT").contains(": USER_BIND bind "));
    }
  }

  @Test
  void outcomesAreCounted() {
    Metrics metrics = new Metrics();
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start()) {
      LdapAuthConfig config =
          LdapAuthConfig.builder(
                  LdapServer.url(directory.url()),
                  UserLookup.search("dc=example,dc=com", "(uid={username})"))
              .build();
      try (var authenticator =
          LdapAuthenticator.builder(config, new EmptyStore<>((key, user) -> user))
              .onOutcome(new Meter(metrics))
              .build()) {
        authenticator.authenticate("alice", "wonderland");
        authenticator.authenticate("alice", "wrong");
        authenticator.populate("alice");
        directory.stop();
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .isInstanceOf(RuntimeException.class);
      }
    }
    assertThat(metrics.counted).containsExactly("OK", "INVALID_CREDENTIALS", "NO_ANSWER_CONNECT");
  }

  @Test
  void healthAnswersAProbe() {
    Metrics metrics = new Metrics();
    try (TestDirectory directory = TestDirectory.builder().start();
        var authenticator =
            LdapAuthenticator.create(builder(directory, "(uid={username})").build())) {

      Health health = authenticator.health();
      int status = health.isUp() ? 200 : 503;
      metrics.gauge("ldap.connections.inUse", health.searches().inUse());
      metrics.gauge("ldap.threads.waiting", health.searches().waiting());

      assertThat(status).isEqualTo(200);
      assertThat(metrics.counted)
          .containsExactly("ldap.connections.inUse=0", "ldap.threads.waiting=0");
    }
  }

  @Test
  void problemsAreLogged() {
    try (CapturedLog captured = new CapturedLog();
        TestDirectory directory = TestDirectory.builder().start();
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url(directory.url()),
                        UserLookup.search("ou=peeple,dc=example,dc=com", "(uid={username})"))
                    .build())) {
      Logger log = LoggerFactory.getLogger(EventsGuideTest.class);

      for (String problem : authenticator.findProblems()) {
        log.warn("users may be unable to sign in: {}", problem);
      }

      assertThat(captured.lines(EventsGuideTest.class))
          .singleElement()
          .asString()
          .contains("UserLookup.search base \"ou=peeple,dc=example,dc=com\"");
    }
  }

  @Test
  void firstFailureOfADiagnosisIsLogged() {
    try (CapturedLog captured = new CapturedLog();
        TestDirectory directory =
            TestDirectory.builder()
                .user("alice", "wonderland")
                .user("bob", bob -> bob.attribute("mail", "bob@example.com"))
                .start();
        var authenticator =
            LdapAuthenticator.create(builder(directory, "(mail={username})").build())) {
      Logger log = LoggerFactory.getLogger(EventsGuideTest.class);

      LdapDiagnosis diagnosis = LdapDiagnosis.run(authenticator, "alice");
      diagnosis.firstFailure().ifPresent(check -> log.warn("{}: {}", check.step(), check));

      assertThat(captured.lines(EventsGuideTest.class))
          .singleElement()
          .asString()
          .contains("FIND_USER: UserLookup.search filter: USER_NOT_FOUND: no entry matches (mail=");
    }
  }

  private static LdapAuthConfigBuilder builder(TestDirectory directory, String filter) {
    return LdapAuthConfig.builder(
        LdapServer.url(directory.url()), UserLookup.search("dc=example,dc=com", filter));
  }

  private static void assertThatOnlyASignInShows(
      LdapAuthConfig config, UnaryOperator<LdapAuthenticatorBuilder<String>> more, String reason) {
    var store = new EmptyStore<>((key, user) -> key);
    try (var authenticator = more.apply(LdapAuthenticator.builder(config, store)).build()) {
      assertThat(authenticator.findProblems()).isEmpty();
      assertThat(authenticator.authenticate("alice", "wonderland").toString()).contains(reason);
    }
  }

  @Test
  void onlyASignInShowsSomeMistakes() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .user("alice", "wonderland")
            .user("bob", bob -> bob.attribute("mail", "bob@example.com"))
            .group("staff", "alice")
            .start()) {
      LdapAuthConfigBuilder good = builder(directory, "(uid={username})");
      assertThatOnlyASignInShows(
          builder(directory, "(mail={username})").build(), b -> b, "USER_NOT_FOUND");
      assertThatOnlyASignInShows(
          good.build(), b -> b.keyedByAttribute("employeeNumber"), "KEY_MISSING");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.Health.Pool;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private final TestDirectory directory = Directories.people().start();
  private final TestDirectory replica = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
    replica.close();
  }

  private static LdapAuthConfigBuilder config(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid())
        .serviceAccount(SERVICE, "service secret");
  }

  private LdapServer both() {
    return LdapServer.url(directory.url(), replica.url());
  }

  private static void fails(LdapAuthenticator<LdapUser> authenticator) {
    assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .isInstanceOf(LdapDirectoryException.class);
  }

  @Test
  void healthSendsNothing() {
    try (var authenticator = LdapAuthenticator.create(config(both()).build())) {
      Health health = authenticator.health();

      assertThat(health.isUp()).isTrue();
      assertThat(health.servers())
          .containsExactly(
              new Health.Server(directory.hostAndPort(), Optional.empty()),
              new Health.Server(replica.hostAndPort(), Optional.empty()));
      assertThat(health.searches()).isEqualTo(new Pool(16, 0, 0, 0));
      assertThat(health.passwordChecks()).isEqualTo(new Pool(16, 0, 0, 0));
      assertThat(health.serviceAccount())
          .isEqualTo(new Health.ServiceAccount(false, Optional.empty()));
    }
    assertThat(directory.operations()).isEmpty();
  }

  @Test
  void connectionsAndWaitingThreadsAreCounted() throws Exception {
    LdapServer server = LdapServer.url(directory.url()).maxConnections(1);
    try (var authenticator = LdapAuthenticator.create(config(server).build())) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(authenticator.health().searches()).isEqualTo(new Pool(1, 0, 1, 0));
      assertThat(authenticator.health().passwordChecks()).isEqualTo(new Pool(1, 0, 1, 0));
      assertThat(authenticator.health().serviceAccount().isAccepted()).isTrue();

      HeldRequest held = directory.faults().next(SEARCH).holds();
      List<FutureTask<?>> lookups = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        FutureTask<?> lookup = new FutureTask<>(() -> authenticator.lookup("alice"));
        lookups.add(lookup);
        new Thread(lookup).start();
      }
      held.awaitArrival();
      while (authenticator.health().searches().waiting() < 2) {
        Thread.onSpinWait();
      }
      assertThat(authenticator.health().searches()).isEqualTo(new Pool(1, 1, 0, 2));
      held.release();
      for (FutureTask<?> lookup : lookups) {
        lookup.get();
      }
      assertThat(authenticator.health().searches()).isEqualTo(new Pool(1, 0, 1, 0));
    }
  }

  @Test
  void serverThatFailedIsPaused() {
    Instant before = Instant.now();
    directory.stop();
    try (var authenticator = LdapAuthenticator.create(config(both()).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));

      Health health = authenticator.health();
      assertThat(health.isUp()).isTrue();
      assertThat(health.servers()).extracting(Health.Server::isUp).containsExactly(false, true);
      assertThat(health.servers().get(0).pause())
          .hasValueSatisfying(
              pause -> {
                assertThat(pause.since()).isBetween(before.minusMillis(1), Instant.now());
                assertThat(pause.until()).isAfter(Instant.now());
                assertThat(pause.reason()).contains("refused");
              });

      replica.stop();
      fails(authenticator);
      assertThat(authenticator.health().isUp()).isFalse();
    }
  }

  @Test
  void refusedServiceAccountIsPaused() {
    var config = config(both()).serviceAccount(SERVICE, "outdated");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      fails(authenticator);

      Health health = authenticator.health();
      assertThat(health.isUp()).isFalse();
      assertThat(health.serviceAccount().isAccepted()).isFalse();
      assertThat(health.serviceAccount().pause())
          .hasValueSatisfying(
              pause -> {
                assertThat(pause.since()).isBefore(Instant.now().plusMillis(1));
                assertThat(pause.until()).isAfter(Instant.now());
                assertThat(pause.reason())
                    .contains(SERVICE, "invalid credentials")
                    .doesNotContain("outdated");
              });
    }
  }

  @Test
  void accountThatIsStillBoundIsUp() {
    String[] password = {"service secret"};
    LdapServer server = LdapServer.url(directory.url());
    var config = config(server).serviceAccount(SERVICE, () -> password[0]).readAsUser();
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      password[0] = "outdated";
      assertThat(authenticator.findProblems()).isNotEmpty();

      Health health = authenticator.health();
      assertThat(health.serviceAccount().pause()).isPresent();
      assertThat(health.isUp()).isTrue();
    }
  }

  @Test
  void namedServersHaveTheirOwnHealth() {
    var config =
        config(LdapServer.url(directory.url())).server("oslo", LdapServer.url(replica.url()));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      replica.stop();
      var oslo = authenticator.forServer("oslo");
      fails(oslo);

      Health health = authenticator.health();
      assertThat(health.isUp()).isTrue();
      assertThat(health.named()).containsOnlyKeys("oslo");
      assertThat(health.named().get("oslo").isUp()).isFalse();
      assertThat(oslo.health().isUp()).isFalse();
      assertThat(oslo.health().named()).isEmpty();
    }
  }

  @Test
  void chainHasTheHealthOfItsDirectories() {
    try (var chain =
        SignInChain.<LdapUser>builder()
            .method("local", (name, password) -> new SignInMethod.Answer.UnknownUser<>())
            .optionalDirectory(
                "partners", LdapAuthenticator.create(config(LdapServer.url(replica.url())).build()))
            .directory(
                "head office",
                LdapAuthenticator.create(config(LdapServer.url(directory.url())).build()))
            .build()) {
      assertThat(chain.health().keySet()).containsExactly("partners", "head office");
      assertThat(chain.health().values()).allMatch(Health::isUp);
    }
  }

  @Test
  void closedAuthenticatorHasNoHealth() {
    var authenticator = LdapAuthenticator.create(config(both()).build());
    authenticator.close();

    assertThatIllegalStateException().isThrownBy(authenticator::health);
  }
}

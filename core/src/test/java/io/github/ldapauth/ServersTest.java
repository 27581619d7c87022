// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Nothing;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are chosen for each request. */
class ServersTest {

  private final TestDirectory berlin = Directories.people().start();
  private final TestDirectory tokyo = Directories.people().start();

  /** Stands for what an application knows of a request. */
  private record Request(String site) {}

  @AfterEach
  void stop() {
    berlin.close();
    tokyo.close();
  }

  private LdapAuthConfigBuilder config() {
    return Directories.withGroups(berlin).server("tokyo", LdapServer.url(tokyo.url()));
  }

  @Test
  void theApplicationChoosesTheServerByItsOwnRequest() {
    AccountStore accounts = new AccountStore();
    try (var authenticator = LdapAuthenticator.builder(config().build(), accounts).build()) {
      Function<Request, LdapAuthenticator<Account>> choice =
          request ->
              request.site().isEmpty() ? authenticator : authenticator.forServer(request.site());

      yes(choice.apply(new Request("tokyo")).authenticate("alice", "wonderland"));
      assertThat(berlin.operations().list()).isEmpty();
      assertThat(tokyo.operations().binds(ALICE).count()).isEqualTo(1);

      yes(choice.apply(new Request("")).authenticate("alice", "wonderland"));
      assertThat(berlin.operations().binds(ALICE).count()).isEqualTo(1);
      assertThat(tokyo.operations().binds(ALICE).count()).isEqualTo(1);
      assertThat(accounts.saved).containsOnlyKeys("alice");
    }
  }

  @Test
  void eachServerHasItsOwnAnswers() {
    tokyo.user("alice").password("cherry blossom");
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      no(
          authenticator.forServer("tokyo").authenticate("alice", "wonderland"),
          RejectionReason.INVALID_CREDENTIALS);
      assertThat(berlin.operations().list()).isEmpty();
      tokyo.stop();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(
              () -> authenticator.forServer("tokyo").authenticate("alice", "cherry blossom"));
      assertThat(berlin.operations().list()).isEmpty();
    }
  }

  @Test
  void connectionsAreKeptForEachServer() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      for (int i = 0; i < 3; i++) {
        yes(authenticator.forServer("tokyo").authenticate("alice", "wonderland"));
      }
      assertThat(tokyo.operations().connects().count()).isEqualTo(2);
      assertThat(tokyo.operations().binds(SERVICE).count()).isEqualTo(1);
    }
  }

  @Test
  void dataOfOneServerIsNotCachedForAnother() {
    tokyo.group("staff").attribute("member", tokyo.dn("bob"));
    try (var authenticator =
        LdapAuthenticator.create(config().cache(Duration.ofHours(1)).build())) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().dns())
          .contains(Dn.parse(STAFF));
      assertThat(authenticator.forServer("tokyo").lookup("alice").orElseThrow().groups().dns())
          .isEmpty();
    }
  }

  @Test
  void serverIsChosenByTheThreadOfTheRequest() {
    ThreadLocal<Request> current = ThreadLocal.withInitial(() -> new Request(""));
    var config =
        config()
            .chooseServer(() -> Optional.of(current.get().site()).filter(site -> !site.isEmpty()));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(berlin.operations().binds(ALICE).count()).isEqualTo(1);
      assertThat(tokyo.operations().list()).isEmpty();

      current.set(new Request("tokyo"));
      yes(authenticator.authenticate("alice", "wonderland"));
      berlin.stop();
      assertThat(authenticator.lookup("alice")).isPresent();
      assertThat(authenticator.populate("alice").user()).isPresent();
      assertThat(berlin.operations().binds(ALICE).count()).isEqualTo(1);
      assertThat(tokyo.operations().binds(ALICE).count()).isEqualTo(1);
    }
  }

  @Test
  void aChainLeavesTheChoiceToEachOfItsDirectories() {
    var config = config().chooseServer(() -> Optional.of("tokyo"));
    try (var chain =
        SignInChain.<LdapUser>builder()
            .directory("offices", LdapAuthenticator.create(config.build()))
            .build()) {
      assertThat(chain.authenticate("alice", "wonderland").user()).isPresent();
    }
    assertThat(berlin.operations().list()).isEmpty();
    assertThat(tokyo.operations().binds(ALICE).count()).isEqualTo(1);
  }

  @Test
  void aServerNamedByTheCallerIsNotChosenAgain() {
    Supplier<Optional<String>> neverAsked =
        () -> {
          throw new AssertionError("asked");
        };
    try (var authenticator = LdapAuthenticator.create(config().chooseServer(neverAsked).build())) {
      yes(authenticator.forServer("tokyo").authenticate("alice", "wonderland"));
    }
  }

  @Test
  void failedChoiceOfAServerReachesTheCallerAndSendsNothing() {
    List<SignInEvent> told = new ArrayList<>();
    Deque<Supplier<Optional<String>>> choices = new ArrayDeque<>();
    choices.add(() -> Optional.of("kyoto"));
    choices.add(
        () -> {
          throw new IllegalStateException("no request");
        });
    choices.add(Nothing::nothing);
    var config = config().chooseServer(() -> choices.remove().get());
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), new AccountStore())
            .onOutcome(told::add)
            .build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessage("no server \"kyoto\"; configured servers: [tokyo]");
      assertThatIllegalStateException()
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessage("no request");
      assertThatNullPointerException()
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageStartingWith("choice of chooseServer of " + getClass().getName());
      assertThatNullPointerException()
          .isThrownBy(() -> authenticator.forServer(nothing()))
          .withMessage("server");
    }
    assertThat(told).hasSize(3).hasOnlyElementsOfType(SignInEvent.Failed.class);
    assertThat(berlin.operations().list()).isEmpty();
    assertThat(tokyo.operations().list()).isEmpty();
  }

  @Test
  void aChoiceAmongNoServersIsAMistake() {
    assertThat(mistakesOf(Directories.config(berlin).chooseServer(Optional::empty)::build))
        .singleElement()
        .asString()
        .startsWith("chooseServer: ");
  }

  @Test
  void unconfiguredServerIsNotUsed() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> authenticator.forServer("ldap://evil.example.com"))
          .withMessage("no server \"ldap://evil.example.com\"; configured servers: [tokyo]");
    }
  }

  @Test
  void closingTheAuthenticatorClosesAllConnections() {
    var authenticator = LdapAuthenticator.create(config().build());
    var atTokyo = authenticator.forServer("tokyo");
    yes(atTokyo.authenticate("alice", "wonderland"));
    authenticator.close();

    assertThatIllegalStateException().isThrownBy(() -> atTokyo.authenticate("alice", "wonderland"));
  }

  @Test
  void everyNamedServerIsChecked() {
    assertThat(
            mistakesOf(
                () ->
                    config()
                        .server("", LdapServer.ldaps("a"))
                        .server("tokyo", LdapServer.ldaps("b"))
                        .server("osaka", LdapServer.url("ldap://osaka.example.com"))
                        .build()))
        .hasSize(3)
        .anyMatch(m -> m.startsWith("server name \"\": is empty"))
        .anyMatch(m -> m.startsWith("server \"tokyo\": is added twice"))
        .anyMatch(m -> m.startsWith("server osaka LdapServer.url"));
  }

  private LdapAuthConfig both(LdapServer servers) {
    return LdapAuthConfig.builder(servers, Directories.byUid())
        .serviceAccount(SERVICE, "service secret")
        .build();
  }

  @Test
  void roundRobinSpreadsSignInsOverAllServers() {
    LdapServer inTurn = LdapServer.url(berlin.url(), tokyo.url()).roundRobin();
    try (var authenticator = LdapAuthenticator.create(both(inTurn))) {
      for (int i = 0; i < 6; i++) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
      assertThat(berlin.operations().binds(ALICE)).hasSize(3);
      assertThat(tokyo.operations().binds(ALICE)).hasSize(3);
      assertThat(berlin.operations().connects()).hasSize(2);

      berlin.stop();
      for (int i = 0; i < 4; i++) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
      assertThat(tokyo.operations().binds(ALICE)).hasSize(7);
    }
  }

  @Test
  void serverThatFailedIsLeftAloneByAllPoolsAndNamedServers() {
    berlin.faults().every(SEARCH).answers(52, "shutting down");
    var config =
        LdapAuthConfig.builder(LdapServer.url(berlin.url(), tokyo.url()), Directories.byUid())
            .serviceAccount(SERVICE, "service secret")
            .server("same", LdapServer.url(berlin.url(), tokyo.url()));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      for (int i = 0; i < 3; i++) {
        yes(authenticator.authenticate("alice", "wonderland"));
        yes(authenticator.forServer("same").authenticate("alice", "wonderland"));
      }
      assertThat(berlin.operations().searches()).hasSize(1);
      assertThat(tokyo.operations().binds(ALICE)).hasSize(6);
    }
  }

  @Test
  void serverIsUsedAgainAfterTheCoolDown() {
    LdapServer servers = LdapServer.url(berlin.url(), tokyo.url()).coolDown(Duration.ofMillis(1));
    try (var authenticator = LdapAuthenticator.create(both(servers))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      berlin.stop();
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(tokyo.operations().binds(ALICE)).hasSize(1);

      berlin.start();
      berlin.forgetOperations();
      while (berlin.operations().binds(ALICE).count() == 0) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.SignInEvent;
import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Gateway;
import io.github.ldapauth.fixture.Gateway.Request;
import io.github.ldapauth.fixture.ThroughGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Connections, and what is sent on them. */
class ConnectionStoriesTest extends ThroughGateway {

  private static final Duration SHORT = Duration.ofSeconds(1);

  private LdapAuthConfigBuilder searchedByBob() {
    return through(byUid()).serviceAccount(BOB, "password");
  }

  @Test
  void startTlsIsNotSentUnlessConfigured() {
    signIn(through(template()), "alice");

    assertThat(gateway.types()).doesNotContain("extended");
  }

  @Test
  void connectionsAreOpenedWhenTheyAreNeededAndShared() {
    try (var authenticator = authenticator(searchedByBob())) {
      assertThat(gateway.opened()).isZero();
      yes(authenticator.authenticate("alice", "password"));
      assertThat(gateway.opened()).isEqualTo(2);

      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("charlie", "password"));
      assertThat(gateway.opened()).isEqualTo(2);
    }
  }

  @Test
  void serviceAccountBindsOncePerConnection() {
    try (var authenticator = authenticator(searchedByBob())) {
      yes(authenticator.authenticate("alice", "password"));
      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
    }
    assertThat(gateway.types()).containsExactly("bind", "search", "bind", "search", "bind");
    assertThat(gateway.binds()).containsExactly(BOB, ALICE, ALICE);
    assertThat(gateway.typesByConnection())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(1L, List.of("bind", "search", "search"), 2L, List.of("bind", "bind")));
  }

  @Test
  void connectionsAreClosedWithTheAuthenticator() throws InterruptedException {
    var authenticator = authenticator(searchedByBob());
    yes(authenticator.authenticate("alice", "password"));
    authenticator.close();

    gateway.awaitClosed(2);
    assertThatIllegalStateException()
        .isThrownBy(() -> authenticator.authenticate("alice", "password"));
    assertThat(gateway.opened()).isEqualTo(2);
  }

  @Test
  void userReadsOnTheBindConnectionWhichIsThenClosed() throws InterruptedException {
    var config = through(template()).serviceAccount(BOB, "bogus").readAsUser();
    try (var authenticator = authenticator(config)) {
      LdapUser alice = yes(authenticator.authenticate("alice", "password")).ldapUser();

      assertThat(alice.attributes().first("givenName")).contains("Alice");
      assertThat(alice.attributes().first("sn")).contains("Adams");
      gateway.awaitClosed(1);
      assertThat(gateway.typesByConnection()).isEqualTo(Map.of(1L, List.of("bind", "search")));
      assertThat(gateway.binds()).containsExactly(ALICE);
    }
  }

  @Test
  void groupsAreNotSearchedUnlessConfigured() {
    signIn(through(byUid()), "alice");

    assertThat(gateway.types()).containsExactly("search", "bind");
  }

  @Test
  void unreachableServerFailsAndIsReportedOnce() {
    List<SignInEvent> told = new ArrayList<>();
    gateway.close();
    try (var authenticator =
        LdapAuthenticator.builder(through(byUid()).build(), new AccountStore())
            .onOutcome(told::add)
            .build()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
    }
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.stage()).contains(Stage.CONNECT));
  }

  @Test
  void nextServerIsUsedIfTheFirstIsDown() {
    try (Gateway second = gateway();
        var authenticator =
            authenticator(LdapAuthConfig.builder(Gateway.server(gateway, second), byUid()))) {
      yes(authenticator.authenticate("alice", "password"));
      assertThat(second.opened()).isZero();
      gateway.close();

      yes(authenticator.authenticate("alice", "password"));
      assertThat(gateway.types()).containsExactly("search", "bind");
      assertThat(second.types()).containsExactly("search", "bind");
    }
  }

  @Test
  void silentServerFails() {
    gateway.fallSilent();
    var server = gateway.server().responseTimeout(SHORT);

    var bySearch = getsNoAnswer(LdapAuthConfig.builder(server, byUid()), Stage.FIND_USER);
    assertThat(bySearch.resultCode()).hasValue(85);
    assertThat(gateway.binds()).isEmpty();

    var byBind = getsNoAnswer(LdapAuthConfig.builder(server, template()), Stage.USER_BIND);
    assertThat(byBind.resultCode()).hasValue(85);
    assertThat(gateway.binds()).containsExactly(ALICE);
  }

  @Test
  void theApplicationChoosesTheServerOfEachRequest() {
    AtomicReference<Optional<String>> choice = new AtomicReference<>(Optional.empty());
    try (Gateway tokyo = gateway();
        var authenticator =
            authenticator(
                through(byUid()).server("tokyo", tokyo.server()).chooseServer(choice::get))) {
      yes(authenticator.authenticate("alice", "password"));
      assertThat(tokyo.opened()).isZero();

      choice.set(Optional.of("tokyo"));
      yes(authenticator.authenticate("alice", "password"));
      yes(authenticator.forServer("tokyo").authenticate("charlie", "password"));
      assertThat(tokyo.binds()).containsExactly(ALICE, CHARLIE);
      assertThat(gateway.requests()).extracting(Request::type).containsExactly("search", "bind");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.cache.MapCache;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sign-ins that read while the directory checks the password. */
class BesideBindTest {

  private static final UserLookup TEMPLATE = UserLookup.dnTemplate("uid={username}," + PEOPLE);
  private static final GroupLookup SEARCH_OF_GROUPS =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());

  private final TestDirectory directory =
      Directories.people()
          .user("carol", user -> user.password("carol").attribute("memberOf", STAFF))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthConfigBuilder config(UserLookup users) {
    return Directories.config(directory, users).readBesideBind(true);
  }

  private LdapAuthenticator<LdapUser> warm(LdapAuthConfigBuilder config) {
    var authenticator = LdapAuthenticator.create(config.build());
    yes(authenticator.authenticate("bob", "builder"));
    directory.forgetOperations();
    return authenticator;
  }

  private static <T> CompletableFuture<T> meanwhile(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
  }

  private HeldRequest heldBind() {
    return directory.faults().next(BIND).as(ALICE).holdsAnswer();
  }

  private HeldRequest heldGroupSearch() {
    return directory.faults().next(SEARCH).withFilter("member").holdsAnswer();
  }

  private HeldRequest heldRead() {
    return directory.faults().next(SEARCH).as(ALICE).holdsAnswer();
  }

  /** Signs alice in while the directory holds each of these until all have arrived. */
  private LdapUser signInWhileHolding(
      LdapAuthenticator<LdapUser> authenticator, HeldRequest... held) throws Exception {
    var signIn = meanwhile(() -> authenticator.authenticate("alice", "wonderland"));
    List.of(held).forEach(HeldRequest::awaitArrival);
    List.of(held).forEach(HeldRequest::release);
    return yes(signIn.get(10, TimeUnit.SECONDS)).ldapUser();
  }

  /** Opens the connection too that a first sign-in may not need for its two searches. */
  private LdapAuthenticator<LdapUser> warmForTwoSearches() throws Exception {
    var authenticator = warm(config(TEMPLATE).groups(SEARCH_OF_GROUPS));
    signInWhileHolding(authenticator, heldBind(), heldRead(), heldGroupSearch());
    directory.forgetOperations();
    return authenticator;
  }

  @Test
  void signInBySearchTakesTwoRoundTrips() throws Exception {
    try (var authenticator = warm(config(Directories.byUid()).groups(SEARCH_OF_GROUPS))) {
      LdapUser alice = signInWhileHolding(authenticator, heldBind(), heldGroupSearch());

      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(directory.operations().requests()).hasSize(3);
      assertThat(directory.operations().roundTrips()).isEqualTo(2);
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
    }
  }

  @Test
  void signInByTemplateTakesOneRoundTrip() throws Exception {
    try (var authenticator = warmForTwoSearches()) {
      LdapUser alice = signInWhileHolding(authenticator, heldBind(), heldRead(), heldGroupSearch());

      assertThat(alice.attributes().first("givenName")).contains("Alice");
      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(directory.operations().requests()).hasSize(3);
      assertThat(directory.operations().roundTrips()).isEqualTo(1);
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
    }
  }

  @Test
  void signInByTemplateWithMemberOfTakesOneRoundTrip() throws Exception {
    directory.user("alice").attribute("memberOf", STAFF);
    try (var authenticator = warm(config(TEMPLATE).groups(GroupLookup.memberOf()))) {
      LdapUser alice = signInWhileHolding(authenticator, heldBind(), heldRead());

      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(directory.operations().requests()).hasSize(2);
      assertThat(directory.operations().roundTrips()).isEqualTo(1);
    }
  }

  @Test
  void groupsThatNeedTheEntryAreReadAfterItBesideTheBind() throws Exception {
    directory.user("alice").attribute("gidNumber", "7");
    directory.group("staff").attribute("memberUid", "alice");
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    try (var authenticator = warm(config(TEMPLATE).groups(posix))) {
      HeldRequest search =
          directory.faults().next(SEARCH).withFilter("memberUid=alice").holdsAnswer();

      assertThat(signInWhileHolding(authenticator, heldBind(), search).groups().names())
          .containsExactly("staff");
    }
  }

  @Test
  void nothingIsSentBesideTheBindOnItsConnection() throws Exception {
    try (var authenticator = warmForTwoSearches()) {
      signInWhileHolding(authenticator, heldBind(), heldRead(), heldGroupSearch());

      assertThat(directory.operations().requests())
          .extracting(Operation::connection)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void wrongPasswordIsAnsweredWhileTheSearchIsRunning() throws Exception {
    var oneConnection =
        LdapAuthConfig.builder(LdapServer.url(directory.url()).maxConnections(1), TEMPLATE)
            .serviceAccount(SERVICE, "service secret")
            .groups(SEARCH_OF_GROUPS)
            .readBesideBind(true);
    try (var authenticator = warm(oneConnection)) {
      HeldRequest bind = heldBind();
      HeldRequest search = directory.faults().next(SEARCH).holdsAnswer();
      var signIn = meanwhile(() -> authenticator.authenticate("alice", "wrong"));
      search.awaitArrival();
      bind.release();
      no(signIn.get(10, TimeUnit.SECONDS), RejectionReason.INVALID_CREDENTIALS);
      search.release();

      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().connects()).isEmpty();
      assertThat(directory.operations().binds(ALICE)).hasSize(2);
    }
  }

  @Test
  void bindWithoutAnswerFailsWhileTheSearchIsRunning() {
    try (var authenticator = warm(config(Directories.byUid()).groups(SEARCH_OF_GROUPS))) {
      HeldRequest search = heldGroupSearch();
      directory.faults().next(BIND).as(ALICE).closesConnection();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.USER_BIND));
      search.release();

      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void failureOfTheReadIsThrownIfTheDirectoryAcceptsThePassword() {
    try (var authenticator = warm(config(TEMPLATE).groups(SEARCH_OF_GROUPS))) {
      directory.faults().next(SEARCH).withFilter("member").answers(53, "not now");

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("not now")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void failureOfTheReadIsNotThrownIfThePasswordIsWrong() {
    try (var authenticator = warm(config(TEMPLATE).groups(SEARCH_OF_GROUPS))) {
      directory.faults().every(SEARCH).answers(53, "not now");

      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void nothingIsCachedOrReportedBeforeTheDirectoryAcceptsThePassword() throws Exception {
    MapCache cache = new MapCache();
    List<SignInEvent> events = new ArrayList<>();
    AccountStore accounts = new AccountStore();
    var config = config(TEMPLATE).groups(SEARCH_OF_GROUPS).cache(cache, Duration.ofHours(1));
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), accounts).onOutcome(events::add).build()) {
      HeldRequest bind = heldBind();
      HeldRequest search = heldGroupSearch();
      var signIn = meanwhile(() -> authenticator.authenticate("alice", "wrong"));
      bind.awaitArrival();
      search.awaitArrival();
      search.release();
      assertThat(events).isEmpty();
      assertThat(cache.values).isEmpty();
      bind.release();

      no(signIn.get(10, TimeUnit.SECONDS), RejectionReason.INVALID_CREDENTIALS);
      assertThat(cache.values).isEmpty();
      assertThat(accounts.saved).isEmpty();
      assertThat(events).singleElement().isInstanceOf(SignInEvent.Rejected.class);
    }
  }

  @Test
  void guardIsAskedBeforeAnythingIsSentBesideTheBind() {
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
            return Optional.of("too many attempts");
          }
        };
    try (var authenticator =
        LdapAuthenticator.builder(
                config(TEMPLATE).groups(SEARCH_OF_GROUPS).build(), new AccountStore())
            .guard(guard)
            .build()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.REFUSED_BY_APPLICATION);

      assertThat(directory.operations().requests()).isEmpty();
    }
  }

  @Test
  void ownGroupTypeSeesNoUserWithAWrongPassword() {
    List<Dn> seen = new ArrayList<>();
    GroupType own =
        (user, groups) -> {
          seen.add(user.dn());
          return GroupType.groupOfNames().find(user, groups);
        };
    for (UserLookup users : List.of(TEMPLATE, Directories.byUid())) {
      var config = config(users).groups(GroupLookup.search(GROUPS, own));
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
        assertThat(seen).isEmpty();
        LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
        assertThat(alice.groups().names()).containsExactly("staff");
        seen.clear();
      }
    }
  }

  @Test
  void groupsAreSearchedAgainIfTheDirectorySpellsTheDnDifferently() {
    try (var authenticator = warm(config(TEMPLATE).groups(SEARCH_OF_GROUPS))) {
      LdapUser alice = yes(authenticator.authenticate("ALICE", "wonderland")).ldapUser();

      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(directory.operations().searches())
          .extracting(Operation::filter)
          .contains("(member=" + ALICE + ")");
    }
  }

  @Test
  void hiddenGroupIsNoticedBesideTheBind() {
    for (UserLookup users : List.of(TEMPLATE, Directories.byUid())) {
      directory.faults().clear();
      var config = config(users).groups(SEARCH_OF_GROUPS).deny(memberOf(STAFF));
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        yes(authenticator.authenticate("bob", "builder"));
      }
      directory.faults().every(SEARCH).as(STAFF).answers(32, "");
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
      }
    }
  }

  @Test
  void userWhoReadsDoesSoAfterTheBind() {
    var config = config(Directories.byUid()).groups(SEARCH_OF_GROUPS).readAsUser();
    try (var authenticator = warm(config)) {
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(directory.operations().requests())
          .extracting(Operation::type)
          .containsExactly(SEARCH, BIND, SEARCH, SEARCH);
    }
  }

  @Test
  void farDirectoryIsReadBesideTheBind() throws Exception {
    try (var authenticator =
        warm(Directories.config(directory, TEMPLATE).groups(SEARCH_OF_GROUPS))) {
      directory.faults().every(SEARCH).after(Duration.ofMillis(3)).works();
      directory.faults().every(BIND).after(Duration.ofMillis(3)).works();
      for (int requests = 0; requests < 100; requests += 3) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
      directory.faults().clear();
      directory.forgetOperations();

      signInWhileHolding(authenticator, heldBind(), heldRead(), heldGroupSearch());
      assertThat(directory.operations().roundTrips()).isEqualTo(1);
    }
  }

  @Test
  void readsGoToTheServerOfTheBind() {
    try (TestDirectory other = Directories.people().start()) {
      var config =
          LdapAuthConfig.builder(LdapServer.url(directory.url(), other.url()), TEMPLATE)
              .serviceAccount(SERVICE, "service secret")
              .groups(SEARCH_OF_GROUPS)
              .readBesideBind(true);
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        assertThat(authenticator.lookup("alice")).isPresent(); // opens a connection for searches
        directory.refuseConnections();
        directory.forgetOperations();

        yes(authenticator.authenticate("alice", "wonderland"));

        assertThat(directory.operations().requests()).isEmpty();
        assertThat(other.operations().searches()).hasSize(2);
      }
    }
  }

  @Test
  void closedAuthenticatorLeavesNoThread() throws Exception {
    try (var authenticator = warm(config(TEMPLATE).groups(SEARCH_OF_GROUPS))) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("ldapauth-read")) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void closedAuthenticatorReadsNothingBesideABind() {
    var authenticator = warm(config(TEMPLATE).groups(SEARCH_OF_GROUPS));
    authenticator.close();
    assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .isInstanceOf(IllegalStateException.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attributes and groups read on the connection of the one bind. */
class ReadAsUserTest {

  private static final UserLookup TEMPLATE = UserLookup.dnTemplate("uid={username}," + PEOPLE);

  private final TestDirectory directory = Directories.people().start();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    directory.close();
  }

  private LdapAuthenticator<LdapUser> bySearch() {
    return LdapAuthenticator.create(Directories.staffOnly(directory).readAsUser().build());
  }

  private List<Operation> onConnectionOf(String dn) {
    long connection = directory.operations().binds(dn).list().get(0).connection();
    return directory.operations().stream()
        .filter(operation -> operation.connection() == connection)
        .toList();
  }

  @Test
  void attributesAndGroupsAreReadOnTheBindConnection() {
    try (var authenticator = bySearch()) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.attributes().first("givenName")).contains("Alice");
      assertThat(alice.groups().names()).containsExactly("staff");
      directory.awaitOperation(done -> done.type() == Type.UNBIND);
      List<Operation> personal = onConnectionOf(ALICE);
      assertThat(personal)
          .extracting(Operation::type)
          .containsExactly(Type.CONNECT, Type.BIND, Type.SEARCH, Type.SEARCH, Type.UNBIND);
      assertThat(personal)
          .extracting(Operation::dn)
          .containsExactly("", ALICE, ALICE, Directories.GROUPS, "");
    }
  }

  /** An answer to a search of another thread would hide a deny group. */
  @Test
  void ownGroupTypeMaySearchOnSeveralThreads() {
    GroupType type =
        (user, groups) -> {
          List<CompletableFuture<List<LdapEntry>>> searches =
              IntStream.range(0, 300)
                  .mapToObj(i -> i % 2 == 0 ? "staff" : "none" + i)
                  .map(name -> LdapFilter.equal("cn", name))
                  .map(name -> CompletableFuture.supplyAsync(() -> groups.matching(name), threads))
                  .toList();
          for (int i = 0; i < 300; i++) {
            assertThat(searches.get(i).join()).as("search %d", i).hasSize(i % 2 == 0 ? 1 : 0);
          }
          return searches.get(0).join();
        };
    try (var authenticator =
        LdapAuthenticator.create(
            Directories.config(directory)
                .groups(GroupLookup.search(Directories.GROUPS, type))
                .timeLimit(Directories.PATIENCE)
                .readAsUser()
                .build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.groups().names()).containsExactly("staff");
    }
  }

  @Test
  void theServiceAccountReadsTheStableIdAndTheStateOfTheAccountAndNothingElse() {
    LdapAuthConfig config = Directories.staffOnly(directory).readAsUser().build();
    List<String> needed = UserAttributes.beforeBind(Set.of("*"), config, AccountChecks.of(config));
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(onConnectionOf(SERVICE))
          .filteredOn(operation -> operation.type() == Type.SEARCH)
          .singleElement()
          .satisfies(search -> assertThat(search.attributes()).containsExactlyElementsOf(needed));
    }
  }

  @Test
  void noConnectionServesTwoUsersAndEachPasswordIsSentOnce() {
    try (var authenticator = bySearch()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);

      List<Operation> binds =
          directory.operations().binds().stream().filter(o -> !o.dn().equals(SERVICE)).toList();
      assertThat(binds).hasSize(4);
      assertThat(binds).extracting(Operation::connection).doesNotHaveDuplicates();
    }
  }

  @Test
  void searchesForOthersAreMadeAsTheServiceAccountAgain() {
    try (var authenticator = bySearch()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.lookup("bob")).isPresent();
      directory.forgetOperations();

      assertThat(authenticator.lookup("bob")).isPresent();

      assertThat(directory.operations().requests())
          .extracting(Operation::type)
          .containsExactly(Type.SEARCH, Type.SEARCH);
    }
  }

  @Test
  void groupThatTheServiceAccountSeesMayBeHiddenFromTheUser() {
    try (var authenticator = denyingStaff()) {
      assertThat(authenticator.lookupPermitted("bob")).isPresent();
      directory.faults().every(SEARCH).as(Directories.STAFF).answers(32, "");

      no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
    }
  }

  @Test
  void groupThatTheUserSeesMayBeHiddenFromTheServiceAccount() {
    try (var authenticator = denyingStaff()) {
      yes(authenticator.authenticate("bob", "builder"));
      directory.faults().every(SEARCH).as(Directories.STAFF).answers(32, "");

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookupPermitted("bob"))
          .withMessageContaining("group " + Directories.STAFF + " is not there");
    }
  }

  @Test
  void groupThatSomeUsersDoNotSeeIsLoggedOnce() {
    try (var authenticator = denyingStaff();
        CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 2; i++) {
        directory.faults().every(SEARCH).as(Directories.STAFF).answers(32, "");
        no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
        directory.faults().clear();
        yes(authenticator.authenticate("bob", "builder"));
        assertThat(authenticator.lookupPermitted("bob")).isPresent();
      }

      assertThat(log.lines(LdapAuthenticator.class))
          .filteredOn(line -> line.startsWith("WARN"))
          .singleElement()
          .asString()
          .contains("deny", Directories.STAFF, "membership in it is unknown");
    }
  }

  private LdapAuthenticator<LdapUser> denyingStaff() {
    return LdapAuthenticator.create(
        Directories.withGroups(directory).deny(memberOf(Directories.STAFF)).readAsUser().build());
  }

  @Test
  void withADnTemplateTheServiceAccountIsNeverUsed() {
    var config =
        Directories.config(directory, TEMPLATE)
            .serviceAccount(SERVICE, "wrong")
            .readAsUser()
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.attributes().first("givenName")).contains("Alice");
      assertThat(directory.operations().binds(SERVICE)).isEmpty();
      assertThat(directory.operations().requests())
          .extracting(Operation::type)
          .containsExactly(Type.BIND, Type.SEARCH);
    }
  }

  @Test
  void userThatCannotReadTheOwnEntryFails() {
    try (var authenticator = bySearch()) {
      directory.faults().next(SEARCH).withFilter("objectClass=*").answers(32, "");

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("the user cannot read " + ALICE)
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_USER));
    }
  }

  @Test
  void aConnectionThatBreaksWhileReadingIsNotReplacedByAnother() {
    try (var authenticator = bySearch()) {
      directory.faults().next(SEARCH).withFilter("(member=").closesConnection();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      assertThat(directory.operations().searches()).hasSize(3);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void everyConnectionIsReturnedAfterAnyOutcome() {
    var config =
        LdapAuthConfig.builder(LdapServer.url(directory.url()).maxConnections(1), TEMPLATE)
            .readAsUser()
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      for (int i = 0; i < 3; i++) {
        yes(authenticator.authenticate("alice", "wonderland"));
        no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
        directory.faults().next(SEARCH).closesConnection();
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_USER));
      }
    }
  }
}

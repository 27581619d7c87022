// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.directory.LdapDirectoryException.Stage.CONNECT;
import static io.github.ldapauth.directory.LdapDirectoryException.Stage.FIND_USER;
import static io.github.ldapauth.directory.LdapDirectoryException.Stage.READ_GROUPS;
import static io.github.ldapauth.directory.LdapDirectoryException.Stage.SERVICE_BIND;
import static io.github.ldapauth.directory.LdapDirectoryException.Stage.USER_BIND;
import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.DirectoryRequest;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestsOfAttemptTest {

  private final TestDirectory directory = Directories.people().start();
  private final List<SignInEvent> events = new ArrayList<>();
  private final LdapAuthenticator<Account> authenticator =
      LdapAuthenticator.builder(Directories.withGroups(directory).build(), new AccountStore())
          .onOutcome(events::add)
          .build();

  @AfterEach
  void stop() {
    authenticator.close();
    directory.close();
  }

  private SignInEvent.Attempt last() {
    return events.get(events.size() - 1).attempt();
  }

  @Test
  void eachRequestOfASignInIsListed() {
    yes(authenticator.authenticate("alice", "wonderland"));

    List<DirectoryRequest> requests = last().requests();
    // Bind and group search may run side by side.
    assertThat(requests)
        .extracting(DirectoryRequest::stage)
        .startsWith(CONNECT, SERVICE_BIND, FIND_USER)
        .containsExactlyInAnyOrder(
            CONNECT, SERVICE_BIND, FIND_USER, CONNECT, USER_BIND, READ_GROUPS);
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.server()).isEqualTo(directory.hostAndPort());
              assertThat(request.resultCode()).isZero();
              assertThat(request.start()).isGreaterThanOrEqualTo(Duration.ZERO);
              assertThat(request.duration()).isPositive();
              assertThat(request.start().plus(request.duration()))
                  .isLessThanOrEqualTo(last().duration());
              assertThat(request.entries().isPresent())
                  .isEqualTo(request.stage() == FIND_USER || request.stage() == READ_GROUPS);
            });
    assertThat(requests)
        .extracting(DirectoryRequest::start)
        .isSortedAccordingTo(Duration::compareTo);
    assertThat(requests.get(2).entries()).hasValue(1);
  }

  @Test
  void requestReadsAsItsLineInTheLogWithoutPasswords() {
    try (CapturedLog log = new CapturedLog()) {
      no(authenticator.authenticate("alice", "bogus pass"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(last().requests())
          .extracting(request -> "FINE " + request)
          .containsExactlyInAnyOrderElementsOf(log.lines(Directory.class));
    }
    assertThat(last().requests().toString())
        .contains("filter=\"(uid=alice)\"", "code=49")
        .doesNotContain("bogus pass", "service secret", "alice@example.com");
  }

  @Test
  void attemptThatFailsListsTheRequestsUntilThen() {
    directory.faults().next(SEARCH).answers(50, "not for you");
    assertThatThrownBy(() -> authenticator.populate("alice"))
        .isInstanceOf(LdapDirectoryException.class);

    assertThat(last().requests())
        .extracting(DirectoryRequest::stage, DirectoryRequest::resultCode)
        .containsExactly(tuple(CONNECT, 0), tuple(SERVICE_BIND, 0), tuple(FIND_USER, 50));
  }

  @Test
  void requestsThatRanSideBySideOverlap() throws Exception {
    HeldRequest bind = directory.faults().next(BIND).as(ALICE).holdsAnswer();
    HeldRequest search = directory.faults().next(SEARCH).withFilter("member").holdsAnswer();
    LdapAuthConfig config = Directories.withGroups(directory).readBesideBind(true).build();
    try (var both =
        LdapAuthenticator.builder(config, new AccountStore()).onOutcome(events::add).build()) {
      var signIn = new FutureTask<>(() -> both.authenticate("alice", "wonderland"));
      new Thread(signIn).start();
      bind.awaitArrival();
      search.awaitArrival();
      bind.release();
      search.release();
      yes(signIn.get());
    }

    DirectoryRequest bound = only(USER_BIND);
    DirectoryRequest read = only(READ_GROUPS);
    assertThat(bound.start()).isLessThan(end(read));
    assertThat(read.start()).isLessThan(end(bound));
    assertThat(only(FIND_USER)).satisfies(find -> assertThat(end(find)).isLessThan(bound.start()));
  }

  private DirectoryRequest only(Stage stage) {
    List<DirectoryRequest> found =
        last().requests().stream().filter(request -> request.stage() == stage).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Duration end(DirectoryRequest request) {
    return request.start().plus(request.duration());
  }

  @Test
  void failedConnectIsListed() {
    directory.stop();
    assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .isInstanceOf(LdapDirectoryException.class);

    assertThat(last().requests())
        .extracting(DirectoryRequest::stage, DirectoryRequest::resultCode)
        .containsExactly(tuple(CONNECT, 91));
    assertThat(last().requests().toString())
        .contains("CONNECT connect: code=91 ms=", " server=" + directory.hostAndPort());
  }

  @Test
  void attemptThatSendsNothingListsNothing() {
    no(authenticator.authenticate("alice", ""), RejectionReason.INVALID_PASSWORD);

    assertThat(last().requests()).isEmpty();
  }
}

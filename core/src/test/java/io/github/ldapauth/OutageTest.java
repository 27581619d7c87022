// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer is an exception, and a password is sent once whatever happens. */
class OutageTest {

  private static final Duration SHORT = Duration.ofSeconds(1);

  private final TestDirectory directory = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator() {
    return authenticator(LdapServer.url(directory.url()));
  }

  private static LdapAuthenticator<LdapUser> authenticator(LdapServer server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, Directories.byUid())
            .serviceAccount(SERVICE, "service secret")
            .build());
  }

  private static LdapDirectoryException failure(
      LdapAuthenticator<LdapUser> authenticator, Stage stage) {
    return assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(stage))
        .actual();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 11, 13, 51, 52, 80})
  void bindAnswerThatIsNotAboutThePasswordFailsWithoutARetry(int resultCode) {
    try (var authenticator = authenticator()) {
      directory.faults().next(BIND).as(ALICE).answers(resultCode, "busy");

      LdapDirectoryException failure = failure(authenticator, Stage.USER_BIND);

      assertThat(failure.resultCode()).hasValue(resultCode);
      assertThat(failure.server()).contains(directory.hostAndPort());
      assertThat(failure).hasMessageContaining("busy");
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void serverWithoutATextIsQuotedByItsResultCode() {
    try (var authenticator = authenticator()) {
      directory.faults().next(BIND).as(ALICE).answers(52, "");

      assertThat(failure(authenticator, Stage.USER_BIND))
          .hasMessage("USER_BIND at " + directory.hostAndPort() + ": unavailable (52)");
    }
  }

  @Test
  void aBindThatLosesItsConnectionIsNotSentAgain() {
    try (var authenticator = authenticator()) {
      directory.faults().next(BIND).as(ALICE).closesConnection();

      failure(authenticator, Stage.USER_BIND);

      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void aConnectionOnWhichABindTimedOutIsNeverUsedAgain() {
    try (var authenticator =
        authenticator(LdapServer.url(directory.url()).responseTimeout(SHORT))) {
      directory.faults().next(BIND).as(ALICE).neverAnswers();
      failure(authenticator, Stage.USER_BIND);
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(directory.operations().binds(ALICE))
          .extracting("connection")
          .doesNotHaveDuplicates()
          .hasSize(2);
    }
  }

  @Test
  void aBindAnsweredWithAReferralSendsThePasswordNowhereElse() {
    try (var other = Directories.people().start();
        var authenticator = authenticator()) {
      directory.faults().next(BIND).as(ALICE).refersTo(other.url());

      assertThat(failure(authenticator, Stage.USER_BIND).resultCode()).hasValue(10);
      assertThat(other.operations()).isEmpty();
    }
  }

  @Test
  void searchAnsweredWithAReferralFails() {
    try (var other = Directories.people().start();
        var authenticator = authenticator()) {
      directory.faults().next(SEARCH).refersTo(other.url());

      assertThat(failure(authenticator, Stage.FIND_USER).resultCode()).hasValue(10);
      assertThat(other.operations()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "49, INVALID_CREDENTIALS",
    "32, USER_NOT_FOUND",
    "34, USER_NOT_FOUND",
    "19, REFUSED_BY_DIRECTORY",
    "48, REFUSED_BY_DIRECTORY",
    "50, REFUSED_BY_DIRECTORY",
    "53, REFUSED_BY_DIRECTORY"
  })
  void rejectedBindIsAnAnswer(int resultCode, RejectionReason reason) {
    try (var authenticator = authenticator()) {
      directory.faults().next(BIND).as(ALICE).answers(resultCode, "Ask the help desk\u0000\n");

      var rejected = no(authenticator.authenticate("alice", "wonderland"), reason);

      assertThat(rejected.detail())
          .contains("Ask the help desk")
          .doesNotContain("\u0000")
          .doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 50})
  void unreadableEntryFails(int resultCode) {
    var template = UserLookup.dnTemplate("uid={username}," + Directories.PEOPLE);
    try (var authenticator =
        LdapAuthenticator.create(Directories.config(directory, template).build())) {
      directory.faults().next(SEARCH).withFilter("(objectClass=*)").answers(resultCode, "");

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_USER));
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void droppedConnectionsFailNoSignIn() {
    try (var authenticator = authenticator()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.dropConnections();
      directory.forgetOperations();

      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
    }
  }

  @Test
  void directoryThatIsDownFailsUntilItIsBack() {
    try (var authenticator = authenticator()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.stop();
      LdapDirectoryException failure = failure(authenticator, Stage.CONNECT);
      assertThat(failure.server()).contains(directory.hostAndPort());
      assertThat(failure).hasMessageEndingWith("ConnectException: Connection refused");

      directory.start();
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void directoryThatIsDownAtStartFailsAtTheFirstSignIn() {
    directory.stop();
    try (var authenticator = authenticator()) {
      failure(authenticator, Stage.CONNECT);
      directory.start();
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void nextServerIsUsedIfTheFirstIsDown() {
    TestDirectory first = Directories.people().start();
    TestDirectory third = Directories.people().start();
    String[] urls = {first.url(), directory.url(), third.url()};
    try (third;
        var authenticator = authenticator(LdapServer.url(urls))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      first.close();

      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      assertThat(third.operations()).isEmpty();
    }
  }

  @Test
  void newConnectionsGoToTheServerThatTookOverUntilThatFails() {
    try (TestDirectory first = Directories.people().start();
        var authenticator = authenticator(LdapServer.url(first.url(), directory.url()))) {
      first.stop();
      yes(authenticator.authenticate("alice", "wonderland"));
      first.start();
      directory.dropConnections();

      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(first.operations()).isEmpty();
      assertThat(directory.operations().binds(ALICE)).hasSize(2);

      directory.stop();
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(first.operations().binds(ALICE)).hasSize(1);
    }
  }

  @Test
  void aWrongPasswordIsSentToOneServerOnly() {
    try (var second = Directories.people().start();
        var third = Directories.people().start();
        var authenticator =
            authenticator(LdapServer.url(directory.url(), second.url(), third.url()))) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(directory.operations().binds(ALICE)).hasSize(1);
      assertThat(second.operations()).isEmpty();
      assertThat(third.operations()).isEmpty();
    }
  }

  @Test
  void aSearchThatIsNeverAnsweredEndsWithItsTimeLimit() {
    try (var authenticator =
        authenticator(LdapServer.url(directory.url()).responseTimeout(SHORT))) {
      directory.faults().next(SEARCH).withFilter("alice").neverAnswers();
      directory.faults().next(SEARCH).withFilter("alice").neverAnswers();

      assertThat(failure(authenticator, Stage.FIND_USER).resultCode()).hasValue(85);
      assertThat(directory.operations().binds(ALICE)).isEmpty();
    }
  }

  /** The limits of single requests are far away, so that nothing else can end the sign-in. */
  private LdapAuthConfig withTimeLimitOnly() {
    var patient = LdapServer.url(directory.url()).responseTimeout(Duration.ofHours(1));
    return LdapAuthConfig.builder(patient, Directories.byUid())
        .serviceAccount(SERVICE, "service secret")
        .timeLimit(SHORT)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc", "alice"})
  @Timeout(60)
  void theTimeLimitOfTheSignInEndsEveryWait(String who) {
    try (var authenticator = LdapAuthenticator.create(withTimeLimitOnly())) {
      directory.faults().next(BIND).as(who).neverAnswers();

      assertThat(
              failure(authenticator, who.equals("svc") ? Stage.SERVICE_BIND : Stage.USER_BIND)
                  .resultCode())
          .hasValue(85);
    }
  }

  @Test
  @Timeout(60)
  void theTimeLimitOfTheSignInEndsItBeforeThePasswordIsSent() {
    try (var authenticator = LdapAuthenticator.create(withTimeLimitOnly())) {
      directory.faults().next(SEARCH).withFilter("alice").neverAnswers();

      failure(authenticator, Stage.FIND_USER);
      assertThat(directory.operations().binds(ALICE)).isEmpty();
    }
  }

  @Test
  void twoEntriesOfOneNameAreRejectedWithoutABind() {
    try (var twins =
            Directories.people()
                .ldif(
                    "dn: ou=lab,ou=people,dc=example,dc=com",
                    "objectClass: organizationalUnit",
                    "ou: lab",
                    "",
                    "dn: uid=alice,ou=lab,ou=people,dc=example,dc=com",
                    "objectClass: inetOrgPerson",
                    "uid: alice",
                    "cn: Alice Twin",
                    "sn: Twin",
                    "userPassword: wonderland")
                .start();
        var authenticator = LdapAuthenticator.create(Directories.config(twins).build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
      assertThat(twins.operations().binds()).extracting("dn").containsOnly(SERVICE);
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("alice"));
    }
  }

  @Test
  void referencesToOtherServersAreNoUsers() {
    try (var referring =
            Directories.people()
                .ldif(
                    "dn: ou=elsewhere,ou=people,dc=example,dc=com",
                    "objectClass: referral",
                    "objectClass: extensibleObject",
                    "ou: elsewhere",
                    "ref: ldap://192.0.2.1/ou=elsewhere,dc=example,dc=com")
                .start();
        var authenticator = LdapAuthenticator.create(Directories.config(referring).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void nonexistentBaseFails() {
    var oneMissing =
        UserLookup.search("dc=example,dc=com", "(uid={username})")
            .or(UserLookup.search("ou=none,dc=example,dc=com", "(uid={username})"));
    try (var authenticator =
        LdapAuthenticator.create(Directories.config(directory, oneMissing).build())) {
      failure(authenticator, Stage.FIND_USER);
    }
  }
}

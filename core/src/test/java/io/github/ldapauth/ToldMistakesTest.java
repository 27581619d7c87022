// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Results;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes that show only in the directory, and what the first line says about each. */
class ToldMistakesTest {

  private static final String CHECK = "; check serviceAccount(name, password)";

  private static TestDirectory directory;

  @BeforeAll
  static void start() {
    directory =
        Directories.people()
            .user("carol", carol -> carol.attribute("mail", "bob@example.com"))
            .start();
  }

  @AfterAll
  static void stop() {
    directory.close();
  }

  @BeforeEach
  void reset() {
    directory.reset();
  }

  private static String failure(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return catchThrowableOfType(
              LdapDirectoryException.class, () -> authenticator.authenticate("alice", "wonderland"))
          .getMessage();
    }
  }

  private static String rejection(String username, UserLookup users) {
    try (var authenticator =
        LdapAuthenticator.create(Directories.config(directory, users).build())) {
      return ((AuthenticationResult.Rejected<LdapUser>)
              authenticator.authenticate(username, "some password"))
          .detail();
    }
  }

  @Test
  void missingBaseIsNamedWithTheParentThatExists() {
    assertThat(
            failure(
                Directories.config(
                    directory,
                    UserLookup.search("ou=peeple,dc=example,dc=com", "(uid={username})"))))
        .contains(
            "UserLookup.search base \"ou=peeple,dc=example,dc=com\": no such object (32), but there"
                + " is \"dc=example,dc=com\"");
    assertThat(
            failure(
                Directories.config(directory)
                    .groups(
                        GroupLookup.search(
                            "ou=grups,dc=example,dc=com", GroupType.groupOfNames()))))
        .contains("GroupLookup.search base \"ou=grups,dc=example,dc=com\": no such object (32)");
  }

  @Test
  void baseInNoSuffixIsToldWithTheSuffixesOfTheServer() {
    String suffixes = "; the suffixes of the server are \"dc=example,dc=com\"";
    assertThat(
            failure(
                Directories.config(
                    directory, UserLookup.search("dc=exmaple,dc=com", "(uid={username})"))))
        .contains("UserLookup.search base \"dc=exmaple,dc=com\": no such object (32)")
        .endsWith(suffixes);
    assertThat(
            failure(
                Directories.config(directory)
                    .groups(GroupLookup.search("ou=groups,o=example", GroupType.groupOfNames()))))
        .contains("GroupLookup.search base \"ou=groups,o=example\": no such object (32)")
        .endsWith(suffixes);
    assertThat(
            failure(
                Directories.config(
                    directory,
                    UserLookup.search("ou=peeple,dc=example,dc=com", "(uid={username})"))))
        .doesNotContain("suffixes");
  }

  @Test
  void failedSearchNamesBaseScopeAndFilter() {
    directory.faults().next(SEARCH).answers(53, "not today");
    assertThat(failure(Directories.config(directory)))
        .endsWith(
            ": search base=\""
                + PEOPLE
                + "\" scope=SUBTREE filter=\"(uid=alice)\": unwilling to"
                + " perform (53): not today");
  }

  @Test
  void unknownUserIsReportedWithTheScopeOfTheSearch() {
    UserSearchLookup users = UserLookup.search("dc=example,dc=com", "(uid={username})");
    assertThat(rejection("alice", users.scope(SearchScope.ONE_LEVEL)))
        .isEqualTo("no entry matches (uid=alice) directly below dc=example,dc=com");
    assertThat(rejection("nobody", users))
        .isEqualTo("no entry matches (uid=nobody) below dc=example,dc=com");
  }

  @Test
  void ambiguousUserIsReportedWithTheEntries() {
    assertThat(rejection("bob@example.com", UserLookup.search(PEOPLE, "(mail={username})")))
        .isEqualTo(
            "more than one entry matches (mail=bob@example.com) below "
                + PEOPLE
                + ": "
                + BOB
                + "; uid=carol,"
                + PEOPLE);
    assertThat(rejection("x", UserLookup.search(PEOPLE, "(|(uid={username})(objectClass=person))")))
        .startsWith("more than one entry matches (|(uid=x)(objectClass=person)) below " + PEOPLE)
        .contains(ALICE)
        .endsWith(" and others");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 13})
  void serverThatWantsTlsIsReportedAsOne(int code) {
    String hint = ": the server wants TLS; use LdapServer.startTls(...) or LdapServer.ldaps(...): ";
    directory.faults().every(BIND).answers(code, "no");
    assertThat(failure(Directories.config(directory))).contains(SERVICE + " could not bind" + hint);
    assertThat(
            failure(
                LdapAuthConfig.builder(
                    LdapServer.url(directory.url()),
                    UserLookup.dnTemplate("uid={username}," + PEOPLE))))
        .contains(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"s3cret \" | begins or ends with white space",
        "\"s3cret\n\" | begins or ends with white space",
        "\uFEFFs3cret | begins with a byte order mark",
        "'s3cret' | is in quotation marks",
        "${LDAP_S3CRET} | contains an unresolved placeholder",
      })
  void oddServicePasswordIsReportedIfItIsWrong(String password, String what) {
    assertThat(failure(Directories.config(directory).serviceAccount(SERVICE, password)))
        .contains("invalid credentials (49)")
        .endsWith("; name or password is wrong, and the password " + what + CHECK)
        .doesNotContainIgnoringCase("s3cret");
    assertThat(failure(Directories.config(directory).serviceAccount(SERVICE, () -> password)))
        .endsWith("; name or password is wrong, and the password " + what + CHECK);
  }

  @Test
  void usualServicePasswordIsNotCalledOdd() {
    assertThat(failure(Directories.config(directory).serviceAccount(SERVICE, "wr ong$")))
        .endsWith("; name or password is wrong" + CHECK);
  }

  /** ApacheDS sends a stack trace with each refusal. */
  @Test
  void textOfTheServerEndsWithItsFirstLine() {
    String trace = "\nOTHER: failed for MessageType : BIND_REQUEST\n\tat org.example.Some.java:1";
    directory.faults().every(BIND).answers(53, trace);
    assertThat(failure(Directories.config(directory)))
        .endsWith("unwilling to perform (53): OTHER: failed for MessageType : BIND_REQUEST");
    directory.faults().clear();
    directory.faults().next(BIND).as("alice").answers(49, trace);
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      assertThat(
              Results.no(
                      authenticator.authenticate("alice", "wonderland"),
                      RejectionReason.INVALID_CREDENTIALS)
                  .detail())
          .endsWith("49: OTHER: failed for MessageType : BIND_REQUEST");
    }
  }

  @Test
  void textOfTheSdkEndsBeforeTheRequest() {
    directory.faults().every(SEARCH).closesConnection();
    assertThat(failure(Directories.config(directory)))
        .contains("server down (81): ")
        .doesNotContain("SearchRequest(", "ldapSDKVersion");
  }

  @Test
  void everyAddressOfANameIsReportedWithItsFailure() throws IOException {
    int port = freePort();
    assertThat(
            failure(
                LdapAuthConfig.builder(
                    LdapServer.url("ldap://localhost:" + port), Directories.byUid())))
        .contains("127.0.0.1:" + port + " Connection refused");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void pausesAreToldInMinutes() {
    try (var gone = Directories.people().start();
        var alsoGone = Directories.people().start();
        CapturedLog log = new CapturedLog()) {
      gone.stop();
      alsoGone.stop();
      failure(
          LdapAuthConfig.builder(
              LdapServer.url(gone.url(), alsoGone.url()).coolDown(Duration.ofMinutes(2)),
              Directories.byUid()));
      assertThat(log.everything()).contains("is left alone for 2 minutes: ");
    }
  }

  @Test
  void onlyServerIsNotSaidToBeLeftAlone() {
    try (var gone = Directories.people().start();
        CapturedLog log = new CapturedLog()) {
      gone.stop();
      failure(LdapAuthConfig.builder(LdapServer.url(gone.url()), Directories.byUid()));
      assertThat(log.everything())
          .contains(
              "server "
                  + gone.hostAndPort()
                  + " failed, and is tried again, as there is no other: ")
          .doesNotContain("left alone");
    }
  }

  @Test
  void serverWorksAgainOnlyIfItWasSaidToFail() throws Exception {
    try (var directory = Directories.people().start();
        CapturedLog log = new CapturedLog();
        var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      directory.faults().next(BIND).as("alice").answers(51, "busy");
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class);
      authenticator.authenticate("alice", "wonderland");
      assertThat(log.everything()).doesNotContain("works again");

      directory.stop();
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class);
      directory.start();
      authenticator.authenticate("alice", "wonderland");
      assertThat(log.everything()).containsOnlyOnce("works again");
    }
  }
}

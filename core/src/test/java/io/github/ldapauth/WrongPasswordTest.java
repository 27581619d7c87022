// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the way to the directory, it is the directory that says whether a password is right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongPasswordTest {

  private final TestDirectory directory =
      Directories.people().tls(TestCertificates.forHosts("127.0.0.1")).start();

  @BeforeEach
  void forget() {
    directory.forgetOperations();
  }

  @AfterAll
  void stop() {
    directory.close();
  }

  List<Arguments> everyWay() {
    var trust = directory.certificates().clientContext();
    var servers =
        List.of(
            Named.of("clear text", LdapServer.url(directory.url())),
            Named.of("StartTLS", LdapServer.startTls(directory.hostAndPort()).sslContext(trust)),
            Named.of("ldaps", LdapServer.ldaps(directory.ldapsHostAndPort()).sslContext(trust)));
    var lookups =
        List.of(
            Named.<UserLookup>of("by search", Directories.byUid()),
            Named.of("by DN template", UserLookup.dnTemplate("uid={username}," + PEOPLE)));
    return servers.stream()
        .flatMap(server -> lookups.stream().map(users -> Arguments.of(server, users)))
        .toList();
  }

  private static LdapAuthenticator<LdapUser> authenticator(LdapServer server, UserLookup users) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, users)
            .serviceAccount(Directories.SERVICE, "service secret")
            .build());
  }

  private Stream<Integer> answersToAlice() {
    return directory.operations().binds(ALICE).stream().map(Operation::resultCode);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void itIsRefusedOnANewConnection(LdapServer server, UserLookup users) {
    try (var authenticator = authenticator(server, users)) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(answersToAlice()).containsExactly(49);
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void itIsRefusedOnAConnectionOnWhichTheRightOneWasAccepted(LdapServer server, UserLookup users) {
    try (var authenticator = authenticator(server, users)) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("alice", "WONDERLAND"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(answersToAlice()).containsExactly(0, 49, 49, 0);
      assertThat(directory.operations().binds(ALICE))
          .extracting(Operation::connection)
          .containsOnly(directory.operations().binds(ALICE).list().get(0).connection());
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aChangedPasswordCountsAtOnce(LdapServer server, UserLookup users) {
    try (var authenticator = authenticator(server, users)) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.user("alice").password("looking glass");

      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("alice", "looking glass"));
      assertThat(answersToAlice()).containsExactly(0, 49, 0);
    } finally {
      directory.user("alice").password("wonderland");
    }
  }
}

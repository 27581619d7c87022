// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static io.github.ldapauth.testkit.Operation.Type.UNBIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses and service accounts that do not work. */
class ProblemsOfServersTest extends ProblemFinderStories {

  @Test
  void everyAddressOfEveryServerIsChecked() {
    try (var dead = Directories.people().start();
        var gone = Directories.people().start()) {
      dead.stop();
      gone.stop();
      var config =
          both(LdapServer.url(directory.url(), dead.url()))
              .server("tokyo", LdapServer.url(gone.url(), other.url()));

      assertThat(problems(config))
          .containsExactly(
              "LdapServer: CONNECT at "
                  + dead.hostAndPort()
                  + ": connect error (91): ConnectException: Connection refused",
              "server tokyo LdapServer: CONNECT at "
                  + gone.hostAndPort()
                  + ": connect error (91): ConnectException: Connection refused");
      assertThat(directory.operations().binds(SERVICE)).hasSize(1);
      assertThat(other.operations().binds(SERVICE)).hasSize(1);
    }
  }

  @Test
  void aDirectoryThatIsDownIsAProblemUntilItIsBack() {
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      directory.stop();
      assertThat(authenticator.findProblems()).hasSize(1);
      directory.start();
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void aCertificateThatIsWrongOnTheSecondAddressIsAProblem() {
    TestCertificates named = TestCertificates.forHosts("127.0.0.1");
    try (var good = Directories.people().tls(named).start();
        var bad = Directories.people().tls(TestCertificates.forHosts("127.0.0.1")).start()) {
      LdapServer server =
          LdapServer.ldaps(good.ldapsHostAndPort(), bad.ldapsHostAndPort())
              .sslContext(named.clientContext());

      assertThat(problems(both(server)))
          .singleElement()
          .asString()
          .startsWith("LdapServer: TLS at " + bad.ldapsHostAndPort() + ": ");
      assertThat(bad.operations().requests()).isEmpty();
    }
  }

  @Test
  void wrongServicePasswordIsSentOnceByRepeatedChecks() {
    var config = both(bothAddresses()).serviceAccount(SERVICE, "old secret");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith(
              "serviceAccount: SERVICE_BIND at "
                  + directory.hostAndPort()
                  + ": "
                  + SERVICE
                  + " could not bind: invalid credentials (49): ")
          .doesNotContain("old secret");
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .contains(
              "invalid credentials (49)",
              "not tried again for 5 minutes, unless the password changes: ");
    }
    assertThat(directory.operations().binds()).hasSize(1);
    assertThat(other.operations().binds()).isEmpty();
    other.awaitOperation(done -> done.type() == UNBIND && done.connection() == 1);
    assertThat(other.operations().connects()).hasSize(2);
  }

  @Test
  void aWrongServicePasswordIsSentToNoFurtherServer() {
    var config =
        both(LdapServer.url(directory.url()))
            .server("oslo", LdapServer.url(other.url()))
            .serviceAccount(SERVICE, "old secret");

    assertThat(problems(config)).singleElement().asString().startsWith("serviceAccount: ");
    assertThat(directory.operations().binds()).hasSize(1);
    assertThat(other.operations().binds()).isEmpty();
  }

  @Test
  void refusalOfOneAddressDoesNotBlockSignInsAtTheOther() {
    other.user("svc").password("not yet rotated");
    try (var authenticator = LdapAuthenticator.create(both(bothAddresses()).build())) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("serviceAccount: SERVICE_BIND at " + other.hostAndPort());

      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void serviceBindThatFailsAtOneAddressIsTriedAtTheNext() {
    directory.faults().next(BIND).closesConnection();
    other.faults().next(BIND).answers(53, "inactivated");

    assertThat(problems(both(bothAddresses())))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("LdapServer: ").contains("(81)"),
            second -> assertThat(second).startsWith("serviceAccount: ").endsWith("inactivated"));
    assertThat(directory.operations().binds()).hasSize(1);
  }

  @Test
  void unavailablePasswordIsAProblem() {
    var config =
        Directories.config(directory)
            .serviceAccount(
                SERVICE,
                () -> {
                  throw new IllegalStateException("vault is sealed");
                });

    assertThat(problems(config))
        .singleElement()
        .asString()
        .startsWith("serviceAccount: ")
        .endsWith("vault is sealed");
    assertThat(directory.operations().binds()).isEmpty();
  }

  @Test
  void addressThatDoesNotAnswerGetsNoFurtherProbe() {
    LdapServer impatient = bothAddresses().responseTimeout(SHORT);
    directory.faults().every(SEARCH).neverAnswers();
    var config = both(impatient).groups(GroupLookup.search(NOWHERE, GroupType.groupOfNames()));

    assertThat(problems(config))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("UserLookup.search base \"" + PEOPLE + "\": ")
                    .contains(directory.hostAndPort(), "(85)"),
            line ->
                assertThat(line)
                    .startsWith("GroupLookup.search base \"" + NOWHERE + "\": ")
                    .contains(other.hostAndPort(), "(32)"));
  }

  /** The limits of single requests are far away, so that nothing else can end it. */
  @Test
  @Timeout(60)
  void eachAddressMayTakeAsLongAsASignIn() {
    directory.faults().every().neverAnswers();
    other.faults().every().neverAnswers();
    var config = both(bothAddresses().responseTimeout(Duration.ofHours(1))).timeLimit(SHORT);

    assertThat(problems(config))
        .hasSize(2)
        .allMatch(line -> line.startsWith("LdapServer: ") && line.contains("(85)"));
  }
}

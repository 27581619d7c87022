// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a directory with a password policy says about the service account. */
class ServiceAccountStateTest {

  private static final String DOMAIN = "dc=ad,dc=example,dc=com";

  private TestDirectory directory;

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> start(ServerKind kind) {
    directory =
        TestDirectory.builder()
            .baseDn(DOMAIN)
            .like(kind)
            .passwordPolicy(
                policy ->
                    policy
                        .lockAfter(3)
                        .maxAge(Duration.ofDays(90))
                        .warnBefore(Duration.ofDays(7))
                        .graceLogins(5))
            .user("svc", "service secret")
            .user("alice", "wonderland")
            .start();
    return signingInAs(directory.dn("svc"));
  }

  private LdapAuthenticator<LdapUser> signingInAs(String serviceAccount) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()), UserLookup.search(DOMAIN, "(cn={username})"))
            .serviceAccount(serviceAccount, "service secret")
            .build());
  }

  private static List<String> warnings(CapturedLog log) {
    return log.lines(Directory.class).stream().filter(line -> line.startsWith("WARN")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN_LDAP, LOCKED, account locked",
    "OPEN_LDAP, MUST_CHANGE_PASSWORD, must change password",
    "DIRECTORY_389, LOCKED, account locked",
    "DIRECTORY_389, DISABLED, account disabled",
    "DIRECTORY_389, MUST_CHANGE_PASSWORD, must change password",
    "ACTIVE_DIRECTORY, LOCKED, account locked",
    "ACTIVE_DIRECTORY, EXPIRED, account expired",
    "ACTIVE_DIRECTORY, PASSWORD_EXPIRED, password expired",
    "ACTIVE_DIRECTORY, MUST_CHANGE_PASSWORD, must change password"
  })
  void refusedAccountIsDescribedInTheExceptionTheLogAndTheProblems(
      ServerKind kind, AccountState state, String words) {
    try (var log = new CapturedLog();
        var authenticator = start(kind)) {
      directory.user("svc").state(state);
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .withMessageContaining(directory.dn("svc") + " could not bind, " + words + ": ")
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
      }
      assertThat(warnings(log))
          .singleElement()
          .asString()
          .startsWith("WARNING service account " + directory.dn("svc"))
          .endsWith(": " + words);
      assertThat(authenticator.findProblems()).singleElement().asString().contains(words);
    }
  }

  @Test
  void warningOfTheDirectoryIsLoggedOnceAndAProblem() {
    try (var log = new CapturedLog();
        var authenticator = start(ServerKind.OPEN_LDAP)) {
      directory.advanceClock(Duration.ofDays(84).plusHours(12));
      directory.user("alice").password("wonderland");
      for (int i = 0; i < 3; i++) {
        yes(authenticator.authenticate("alice", "wonderland"));
        directory.dropConnections();
      }
      assertThat(authenticator.findProblems())
          .containsExactly(
              "serviceAccount: password expires in 5 days (at " + directory.hostAndPort() + ")");
      assertThat(warnings(log))
          .containsExactly(
              "WARNING service account "
                  + directory.dn("svc")
                  + " at "
                  + directory.hostAndPort()
                  + ": password expires in 5 days");
    }
  }

  @Test
  void graceLoginsAreCountedInTheLog() {
    try (var log = new CapturedLog();
        var authenticator = start(ServerKind.OPEN_LDAP)) {
      directory.advanceClock(Duration.ofDays(91));
      directory.user("alice").password("wonderland");
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems())
          .containsExactly(
              "serviceAccount: 3 grace logins left (at " + directory.hostAndPort() + ")");
      assertThat(warnings(log))
          .extracting(line -> line.substring(line.length() - 19))
          .isEqualTo(List.of("4 grace logins left", "3 grace logins left"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc@ad.example.com", "AD\\svc"})
  void accountIsNamedAsActiveDirectoryNamesIt(String name) {
    start(ServerKind.ACTIVE_DIRECTORY).close();
    try (var authenticator = signingInAs(name)) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }
}

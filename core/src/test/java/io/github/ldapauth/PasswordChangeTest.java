// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.ChangeablePasswords.BASE;
import static io.github.ldapauth.fixture.ChangeablePasswords.config;
import static io.github.ldapauth.fixture.ChangeablePasswords.directory;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.refused;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.SignInEvent.Kind;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a password by its user, against the test kit. */
class PasswordChangeTest {

  @ParameterizedTest
  @EnumSource
  void userChangesThePasswordByOneBind(ServerKind kind) {
    try (TestDirectory directory = directory(kind);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.forgetOperations();

      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOf(Changed.class);
      assertThat(directory.operations().binds(directory.dn("alice")).count()).isEqualTo(1);
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("alice", "looking-glass"));
    }
  }

  @ParameterizedTest(name = "{0} by {1}, as the user {2}")
  @CsvSource({
    "OPEN_LDAP, search, false",
    "OPEN_LDAP, template, false",
    "OPEN_LDAP, template, true",
    "DIRECTORY_389, search, false",
    "DIRECTORY_389, template, true",
    "ACTIVE_DIRECTORY, search, false",
    "ACTIVE_DIRECTORY, template, true"
  })
  void userWhoMustChangeThePasswordDoesSo(ServerKind kind, String lookup, boolean asUser) {
    try (TestDirectory directory = directory(kind);
        var authenticator = LdapAuthenticator.create(config(directory, lookup, asUser).build())) {
      no(authenticator.authenticate("reset", "initial"), RejectionReason.MUST_CHANGE_PASSWORD);

      assertThat(authenticator.changePassword("reset", "initial", "of my own"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("reset", "of my own"));
    }
  }

  /** The service account must not look for a DN by which it changes another user's password. */
  @Test
  void bindNameFindsTheDnByAnAcceptedBindOnly() {
    try (TestDirectory directory = directory(ServerKind.ACTIVE_DIRECTORY)) {
      UserLookup users =
          UserLookup.bindName(
              "{username}@example.com", UserLookup.search(BASE, "(sAMAccountName={username})"));
      try (var authenticator = LdapAuthenticator.create(config(directory, users).build())) {
        assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
            .isEqualTo(new Changed(directory.dn("alice")));
        yes(authenticator.authenticate("alice", "looking-glass"));
        refused(
            authenticator.changePassword("reset", "initial", "of my own"),
            NewPasswordRefusal.NOT_OFFERED,
            PasswordProof.RIGHT);
        assertThat(authenticator.changePassword("alice", "wonderland", "of my own"))
            .isInstanceOf(Rejected.class);
      }
    }
  }

  @Test
  void guardsAreAskedAndListenersTold() {
    List<SignInEvent> events = new ArrayList<>();
    SignInGuard onlyPeople =
        new SignInGuard() {
          @Override
          public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
            return dn.rdnValue("uid").filter("svc"::equals).map(svc -> "no person");
          }
        };
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator =
            LdapAuthenticator.builder(config(directory).build(), new AccountStore())
                .guard(onlyPeople)
                .onOutcome(events::add)
                .build()) {
      authenticator.changePassword("alice", "wonderland", "looking-glass");
      no(
          authenticator.changePassword("svc", "service secret", "other"),
          RejectionReason.REFUSED_BY_APPLICATION);
    }

    assertThat(events)
        .extracting(event -> event.attempt().kind())
        .containsOnly(Kind.CHANGE_PASSWORD);
    assertThat(events.get(0)).isInstanceOf(SignInEvent.PasswordChange.class);
    assertThat(events.get(1)).isInstanceOf(SignInEvent.Rejected.class);
  }

  /** Otherwise a guard would count two rows of wrong passwords. */
  @ParameterizedTest
  @ValueSource(strings = {"search", "template"})
  void guardGetsTheSameIdAsInASignIn(String lookup) {
    List<String> counted = new ArrayList<>();
    SignInGuard counter =
        new SignInGuard() {
          @Override
          public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
            counted.add(stableId.orElse(dn.toString()));
            return Optional.empty();
          }
        };
    try (TestDirectory directory = directory(ServerKind.OPEN_LDAP);
        var authenticator =
            LdapAuthenticator.builder(config(directory, lookup, false).build(), new AccountStore())
                .guard(counter)
                .build()) {
      authenticator.authenticate("alice", "wrong");
      authenticator.changePassword("alice", "wrong", "looking-glass");
    }
    assertThat(counted).hasSize(2);
    assertThat(counted.get(1)).isEqualTo(counted.get(0));
  }

  @Test
  void noPasswordAppearsInLogsOrResults() {
    try (TestDirectory directory = directory(ServerKind.ACTIVE_DIRECTORY);
        CapturedLog log = new CapturedLog();
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      String results =
          authenticator.changePassword("alice", "wrong old", "looking-glass").toString()
              + authenticator.changePassword("alice", "wonderland", "looking-glass");

      assertThat(results + log.everything())
          .doesNotContain("wonderland", "looking-glass", "wrong old");
      assertThat(log.everything()).contains("password change of \"alice\": yes");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 50, 53})
  void hiddenRootDseIsNoObstacle(int code) {
    try (TestDirectory directory = directory(ServerKind.OPEN_LDAP);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.faults().next(Operation.Type.SEARCH).answers(code, "no root DSE for you");
      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOf(Changed.class);
    }
  }
}

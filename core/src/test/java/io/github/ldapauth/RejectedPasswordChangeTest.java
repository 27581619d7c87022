// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.ChangeablePasswords.BASE;
import static io.github.ldapauth.fixture.ChangeablePasswords.config;
import static io.github.ldapauth.fixture.ChangeablePasswords.directory;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.fixture.Gateway;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of a password by users who may not sign in, or who know no valid password. */
class RejectedPasswordChangeTest {

  @ParameterizedTest
  @EnumSource
  void wrongOldPasswordChangesNothing(ServerKind kind) {
    try (TestDirectory directory = directory(kind);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      no(
          authenticator.changePassword("alice", "wrong", "looking-glass"),
          RejectionReason.INVALID_CREDENTIALS);
      no(
          authenticator.changePassword("nobody", "wrong", "looking-glass"),
          RejectionReason.USER_NOT_FOUND);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void lockedUserIsRejected() {
    try (TestDirectory directory = directory(ServerKind.OPEN_LDAP);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      no(
          authenticator.changePassword("locked", "locked out", "of my own"),
          RejectionReason.ACCOUNT_LOCKED);
    }
  }

  @Test
  void emptyOldPasswordIsRejected() {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      no(
          authenticator.changePassword("alice", "", "looking-glass"),
          RejectionReason.INVALID_PASSWORD);
    }
  }

  @Test
  void unknownUserCostsTheSameRequestsIfConfigured() {
    try (TestDirectory directory = directory(ServerKind.PLAIN)) {
      var config = config(directory).decoyBind("cn=decoy," + BASE).build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        authenticator.changePassword("alice", "wrong", "looking-glass");
        directory.forgetOperations();
        authenticator.changePassword("alice", "wrong", "looking-glass");
        List<Operation.Type> wrong = types(directory);
        directory.forgetOperations();
        authenticator.changePassword("nobody", "wrong", "looking-glass");

        assertThat(types(directory)).isEqualTo(wrong);
      }
    }
  }

  private static List<Operation.Type> types(TestDirectory directory) {
    return directory.operations().stream()
        .filter(operation -> !operation.dn().equals(directory.dn("svc")))
        .map(Operation::type)
        .toList();
  }

  /** As behind a proxy, or for Unix accounts, whose state the directory does not heed. */
  @ParameterizedTest(name = "{0}, as the user {1}")
  @CsvSource({"search, false", "search, true", "template, false", "template, true"})
  void accountThatTheEntryEndsKeepsItsPassword(String lookup, boolean asUser) {
    try (TestDirectory directory = directory(ServerKind.PLAIN)) {
      accountThatTheEntryEndsKeepsItsPassword(directory, config(directory, lookup, asUser));
    }
  }

  @Test
  void accountThatTheEntryOfABindNameEndsKeepsItsPassword() {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        Gateway gateway =
            new Gateway(directory.port(), Map.of("alice@example.com", directory.dn("alice")))) {
      UserLookup users =
          UserLookup.bindName("{username}@example.com", UserLookup.search(BASE, "(cn={username})"));
      accountThatTheEntryEndsKeepsItsPassword(
          directory, LdapAuthConfig.builder(gateway.server(), users));
    }
  }

  private static void accountThatTheEntryEndsKeepsItsPassword(
      TestDirectory directory, LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      directory.user("alice").attribute("shadowExpire", "1");
      no(
          authenticator.changePassword("alice", "wonderland", "looking-glass"),
          RejectionReason.ACCOUNT_EXPIRED);

      directory.user("alice").attribute("shadowExpire", "-1");
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("alice", "looking-glass"));
    }
  }

  /** The bind may be accepted all the same: by another server, or as the last password. */
  @ParameterizedTest
  @CsvSource({
    "PLAIN, EXTENDED, 49, no",
    "ACTIVE_DIRECTORY, MODIFY, 19, 00000056: AtrErr: DSID-03190F80"
  })
  void oldPasswordThatTheChangeProvesWrongIsRejected(
      ServerKind kind, Operation.Type type, int code, String text) {
    try (TestDirectory directory = directory(kind);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.faults().next(type).answers(code, text);
      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> {
                assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS);
                assertThat(no.status().password()).isNotEqualTo(PasswordProof.RIGHT);
                assertThat(no.detail()).contains(text);
              });
    }
  }
}

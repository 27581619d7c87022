// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.ChangeablePasswords.BASE;
import static io.github.ldapauth.fixture.ChangeablePasswords.config;
import static io.github.ldapauth.fixture.ChangeablePasswords.directory;
import static io.github.ldapauth.fixture.Results.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.WhoAmIExtendedOperationHandler;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a password that are not made, although the user knows the old one. */
class RefusedPasswordChangeTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "nul\0l", "half \uD83D"})
  void unusableNewPasswordIsRefusedBeforeAnythingIsSent(String unusable) {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.forgetOperations();
      refused(
          authenticator.changePassword("alice", "wonderland", unusable),
          NewPasswordRefusal.AGAINST_POLICY,
          PasswordProof.UNKNOWN);
      assertThat(directory.operations().count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "nobody"})
  void directoryThatOffersNoChangeSaysSoForEveryName(String username) throws Exception {
    var description = new InMemoryDirectoryServerConfig(BASE);
    description.setSchema(null);
    description.getExtendedOperationHandlers().clear();
    description.addExtendedOperationHandler(new WhoAmIExtendedOperationHandler());
    var directory = new InMemoryDirectoryServer(description);
    try {
      directory.startListening();
      directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
      directory.add("dn: cn=alice," + BASE, "objectClass: person", "userPassword: wonderland");
      LdapServer server = LdapServer.url("ldap://127.0.0.1:" + directory.getListenPort());
      var config = LdapAuthConfig.builder(server, UserLookup.search(BASE, "(cn={username})"));
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        refused(
            authenticator.changePassword(username, "wonderland", "looking-glass"),
            NewPasswordRefusal.NOT_OFFERED,
            PasswordProof.UNKNOWN);
      }
    } finally {
      directory.shutDown(true);
    }
  }

  @Test
  void clearTextToAnotherMachineIsRefusedBeforeAnythingIsSent() {
    var config =
        LdapAuthConfig.builder(
                LdapServer.insecure("ldap.example.test"),
                UserLookup.search(BASE, "(cn={username})"))
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .withMessageContaining("clear text");
    }
  }

  /** With the stage of the change, an application would say that either password may be valid. */
  @Test
  void failureBeforeTheChangeHasAnotherStage() {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.faults().next(Operation.Type.SEARCH).withFilter("cn=alice").answers(50, "no");
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(LdapDirectoryException.Stage.FIND_USER));
      assertThat(directory.operations().binds(directory.dn("alice")).count()).isZero();
    }
  }

  /** The directory answers, so it is known that the old password is still valid. */
  @ParameterizedTest
  @CsvSource({
    "PLAIN, EXTENDED, 53, shadow context, NOT_ALLOWED",
    "PLAIN, EXTENDED, 50, no, NOT_ALLOWED",
    "ACTIVE_DIRECTORY, MODIFY, 53, 0000001F: SvcErr: problem 5003 (WILL_NOT_PERFORM), NOT_ALLOWED",
    "ACTIVE_DIRECTORY, MODIFY, 53, 0000052D: SvcErr: problem 5003, AGAINST_POLICY",
    "ACTIVE_DIRECTORY, MODIFY, 19, 0000052D: AtrErr: DSID-03191083, AGAINST_POLICY"
  })
  void answerWithoutAControlIsARefusal(
      ServerKind kind, Operation.Type type, int code, String text, NewPasswordRefusal reason) {
    try (TestDirectory directory = directory(kind);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.faults().next(type).answers(code, text);
      refused(
          authenticator.changePassword("alice", "wonderland", "looking-glass"),
          reason,
          PasswordProof.RIGHT);
    }
  }

  @Test
  void lostAnswerIsAFailureThatSaysSo() {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.faults().next(Operation.Type.EXTENDED).closesConnection();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .satisfies(
              e -> assertThat(e.stage()).isEqualTo(LdapDirectoryException.Stage.CHANGE_PASSWORD));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.WhoAmIExtendedOperationHandler;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.SignInEvent.Kind;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Gateway;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a password by its user, against the test kit. */
class PasswordChangeTest {

  private static final String BASE = "dc=example,dc=com";

  private static TestDirectory directory(ServerKind kind) {
    TestDirectoryBuilder directory =
        TestDirectory.builder()
            .baseDn(BASE)
            .like(kind)
            .tls()
            .user("svc", "service secret")
            .user("alice", "wonderland");
    if (kind != ServerKind.PLAIN) {
      directory
          .user("reset", user -> user.password("initial").state(AccountState.MUST_CHANGE_PASSWORD))
          .user("locked", user -> user.password("locked out").state(AccountState.LOCKED));
    }
    return directory.start();
  }

  private static LdapAuthConfigBuilder config(TestDirectory directory) {
    String users = Dn.parse(directory.dn("svc")).parent().orElseThrow().toString();
    return config(directory, UserLookup.search(users, "(cn={username})"));
  }

  private static LdapAuthConfigBuilder config(
      TestDirectory directory, String lookup, boolean asUser) {
    LdapAuthConfigBuilder config =
        lookup.equals("search")
            ? config(directory)
            : config(
                directory,
                UserLookup.dnTemplate(directory.dn("alice").replace("alice", "{username}")));
    return asUser ? config.readAsUser() : config;
  }

  private static LdapAuthConfigBuilder config(TestDirectory directory, UserLookup users) {
    LdapServer server =
        LdapServer.url(directory.ldapsUrl())
            .trustedCertificates(directory.certificates().trustStore());
    return LdapAuthConfig.builder(Directories.patient(server), users)
        .timeLimit(Directories.PATIENCE)
        .serviceAccount(directory.dn("svc"), "service secret");
  }

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
        assertThat(authenticator.changePassword("reset", "initial", "of my own"))
            .isInstanceOfSatisfying(
                Refused.class,
                no -> {
                  assertThat(no.reason()).isEqualTo(NewPasswordRefusal.NOT_OFFERED);
                  assertThat(no.oldPassword()).isEqualTo(PasswordProof.RIGHT);
                });
        assertThat(authenticator.changePassword("alice", "wonderland", "of my own"))
            .isInstanceOf(Rejected.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongOldPasswordChangesNothing(ServerKind kind) {
    try (TestDirectory directory = directory(kind);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      assertThat(authenticator.changePassword("alice", "wrong", "looking-glass"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS));
      assertThat(authenticator.changePassword("nobody", "wrong", "looking-glass"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.USER_NOT_FOUND));
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void lockedUserIsRejected() {
    try (TestDirectory directory = directory(ServerKind.OPEN_LDAP);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      assertThat(authenticator.changePassword("locked", "locked out", "of my own"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.ACCOUNT_LOCKED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nul\0l", "half \uD83D"})
  void unusableNewPasswordIsRefusedBeforeAnythingIsSent(String unusable) {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      directory.forgetOperations();
      assertThat(authenticator.changePassword("alice", "wonderland", unusable))
          .isInstanceOfSatisfying(
              Refused.class,
              no -> {
                assertThat(no.reason()).isEqualTo(NewPasswordRefusal.AGAINST_POLICY);
                assertThat(no.oldPassword()).isEqualTo(PasswordProof.UNKNOWN);
              });
      assertThat(directory.operations().count()).isZero();
    }
  }

  @Test
  void emptyOldPasswordIsRejected() {
    try (TestDirectory directory = directory(ServerKind.PLAIN);
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      assertThat(authenticator.changePassword("alice", "", "looking-glass"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_PASSWORD));
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
        assertThat(authenticator.changePassword(username, "wonderland", "looking-glass"))
            .isInstanceOfSatisfying(
                Refused.class,
                no -> {
                  assertThat(no.reason()).isEqualTo(NewPasswordRefusal.NOT_OFFERED);
                  assertThat(no.oldPassword()).isEqualTo(PasswordProof.UNKNOWN);
                });
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
      assertThat(authenticator.changePassword("svc", "service secret", "other"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.REFUSED_BY_APPLICATION));
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
      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.ACCOUNT_EXPIRED));

      directory.user("alice").attribute("shadowExpire", "-1");
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("alice", "looking-glass"));
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
      assertThat(authenticator.changePassword("alice", "wonderland", "looking-glass"))
          .isInstanceOfSatisfying(
              Refused.class,
              no -> {
                assertThat(no.reason()).isEqualTo(reason);
                assertThat(no.oldPassword()).isEqualTo(PasswordProof.RIGHT);
              });
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

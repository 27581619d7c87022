// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.keptOut;
import static io.github.ldapauth.fixture.Results.letIn;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.SignInChain;
import io.github.ldapauth.SignInChainResult;
import io.github.ldapauth.SignInEvent;
import io.github.ldapauth.SignInMethod;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.PasswordPolicy;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the directory knows of accounts and passwords reaches the application, and opens nothing.
 */
class PasswordPolicyTest {

  private static final String DOMAIN = "dc=ad,dc=example,dc=com";
  private static final String POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

  private TestDirectory directory;

  @AfterEach
  void stop() {
    directory.close();
  }

  private void start(ServerKind kind, UnaryOperator<PasswordPolicy> more) {
    directory =
        TestDirectory.builder()
            .baseDn(DOMAIN)
            .like(kind)
            .passwordPolicy(policy -> more.apply(policy.lockAfter(3).maxAge(Duration.ofDays(90))))
            .user("svc", "service secret")
            .user("alice", "wonderland")
            .user("bob", "builder")
            .start();
  }

  private void start(ServerKind kind) {
    start(kind, UnaryOperator.identity());
  }

  private LdapAuthConfigBuilder config() {
    LdapServer server = Directories.patient(LdapServer.url(directory.url())).maxConnections(1);
    // The class keeps off the second entries that FreeIPA has below cn=compat.
    var users = UserLookup.search(DOMAIN, "(&(objectClass=person)(cn={username}))");
    return LdapAuthConfig.builder(server, users)
        .serviceAccount(directory.dn("svc"), "service secret");
  }

  private LdapAuthenticator<LdapUser> authenticator() {
    return authenticator(false);
  }

  private LdapAuthenticator<LdapUser> authenticator(boolean asPerson) {
    LdapAuthConfigBuilder config = config();
    return LdapAuthenticator.create((asPerson ? config.readAsUser() : config).build());
  }

  @ParameterizedTest(name = "{0} {1}: {2}, with a wrong password {3}")
  @CsvSource({
    "OPEN_LDAP, ACTIVE, , INVALID_CREDENTIALS",
    "OPEN_LDAP, LOCKED, ACCOUNT_LOCKED, ACCOUNT_LOCKED",
    "OPEN_LDAP, DISABLED, ACCOUNT_LOCKED, ACCOUNT_LOCKED",
    "OPEN_LDAP, EXPIRED, ACCOUNT_EXPIRED, ACCOUNT_EXPIRED",
    "OPEN_LDAP, PASSWORD_EXPIRED, PASSWORD_EXPIRED, INVALID_CREDENTIALS",
    "OPEN_LDAP, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD, INVALID_CREDENTIALS",
    "DIRECTORY_389, ACTIVE, , INVALID_CREDENTIALS",
    "DIRECTORY_389, LOCKED, ACCOUNT_LOCKED, ACCOUNT_LOCKED",
    "DIRECTORY_389, DISABLED, ACCOUNT_DISABLED, ACCOUNT_DISABLED",
    "DIRECTORY_389, PASSWORD_EXPIRED, PASSWORD_EXPIRED, INVALID_CREDENTIALS",
    "DIRECTORY_389, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD, INVALID_CREDENTIALS",
    "OPEN_DJ, ACTIVE, , INVALID_CREDENTIALS",
    "OPEN_DJ, LOCKED, ACCOUNT_LOCKED, ACCOUNT_LOCKED",
    "OPEN_DJ, DISABLED, ACCOUNT_DISABLED, ACCOUNT_DISABLED",
    "OPEN_DJ, EXPIRED, ACCOUNT_EXPIRED, ACCOUNT_EXPIRED",
    "OPEN_DJ, PASSWORD_EXPIRED, PASSWORD_EXPIRED, INVALID_CREDENTIALS",
    "OPEN_DJ, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD, INVALID_CREDENTIALS",
    "FREE_IPA, ACTIVE, , INVALID_CREDENTIALS",
    "FREE_IPA, LOCKED, ACCOUNT_LOCKED, ACCOUNT_LOCKED",
    "FREE_IPA, DISABLED, ACCOUNT_DISABLED, ACCOUNT_DISABLED",
    "FREE_IPA, EXPIRED, ACCOUNT_EXPIRED, ACCOUNT_EXPIRED",
    "FREE_IPA, PASSWORD_EXPIRED, PASSWORD_EXPIRED, INVALID_CREDENTIALS",
    "FREE_IPA, MUST_CHANGE_PASSWORD, PASSWORD_EXPIRED, INVALID_CREDENTIALS",
    "ACTIVE_DIRECTORY, ACTIVE, , INVALID_CREDENTIALS",
    "ACTIVE_DIRECTORY, LOCKED, ACCOUNT_LOCKED, ACCOUNT_LOCKED",
    "ACTIVE_DIRECTORY, DISABLED, ACCOUNT_DISABLED, INVALID_CREDENTIALS",
    "ACTIVE_DIRECTORY, EXPIRED, ACCOUNT_EXPIRED, INVALID_CREDENTIALS",
    "ACTIVE_DIRECTORY, PASSWORD_EXPIRED, PASSWORD_EXPIRED, INVALID_CREDENTIALS",
    "ACTIVE_DIRECTORY, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD, INVALID_CREDENTIALS"
  })
  void eachStateOfAnAccountHasAReason(
      ServerKind kind, AccountState state, RejectionReason right, RejectionReason wrong) {
    start(kind);
    directory.user("alice").state(state);
    try (var authenticator = authenticator()) {
      var answer = authenticator.authenticate("alice", "wonderland");
      if (right == null) {
        assertThat(yes(answer).status().warning()).isEmpty();
      } else {
        assertThat(no(answer, right).detail())
            .contains(directory.dn("alice"))
            .doesNotContain("wonderland")
            .doesNotContain("\0");
      }
      no(authenticator.authenticate("alice", "tweedledum"), wrong);
      assertThat(directory.operations().binds("alice")).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN_LDAP, LOCKED, ACCOUNT_LOCKED",
    "OPEN_LDAP, DISABLED, ACCOUNT_LOCKED",
    "OPEN_LDAP, EXPIRED, ACCOUNT_EXPIRED",
    "OPEN_LDAP, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD",
    "DIRECTORY_389, LOCKED, ACCOUNT_LOCKED",
    "DIRECTORY_389, DISABLED, ACCOUNT_DISABLED",
    "OPEN_DJ, LOCKED, ACCOUNT_LOCKED",
    "OPEN_DJ, DISABLED, ACCOUNT_DISABLED",
    "OPEN_DJ, EXPIRED, ACCOUNT_EXPIRED",
    "OPEN_DJ, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD",
    "FREE_IPA, DISABLED, ACCOUNT_DISABLED",
    "FREE_IPA, EXPIRED, ACCOUNT_EXPIRED",
    "FREE_IPA, PASSWORD_EXPIRED, PASSWORD_EXPIRED",
    "FREE_IPA, MUST_CHANGE_PASSWORD, PASSWORD_EXPIRED",
    "ACTIVE_DIRECTORY, LOCKED, ACCOUNT_LOCKED",
    "ACTIVE_DIRECTORY, DISABLED, ACCOUNT_DISABLED",
    "ACTIVE_DIRECTORY, EXPIRED, ACCOUNT_EXPIRED",
    "ACTIVE_DIRECTORY, PASSWORD_EXPIRED, PASSWORD_EXPIRED",
    "ACTIVE_DIRECTORY, MUST_CHANGE_PASSWORD, MUST_CHANGE_PASSWORD"
  })
  void entryKeepsUsersOutWithoutAPassword(
      ServerKind kind, AccountState state, RejectionReason reason) {
    start(kind);
    directory.user("alice").state(state);
    try (var authenticator = authenticator();
        var careless = LdapAuthenticator.create(config().accountAttributes().build())) {
      keptOut(authenticator, "alice", reason);
      letIn(authenticator, "bob");
      letIn(careless, "alice");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN_LDAP", "DIRECTORY_389", "ACTIVE_DIRECTORY"})
  void wrongPasswordsLock(ServerKind kind) {
    start(kind);
    try (var authenticator = authenticator()) {
      for (int i = 0; i < 3; i++) {
        no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.ACCOUNT_LOCKED);
      directory.user("alice").state(AccountState.ACTIVE);
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void publicMessageHidesTheStateOfAnAccount() {
    start(ServerKind.ACTIVE_DIRECTORY);
    List<String> messages = new ArrayList<>();
    try (var authenticator = authenticator()) {
      for (AccountState state : AccountState.values()) {
        directory.user("alice").state(state);
        for (String password : List.of("wonderland", "wrong")) {
          if (authenticator.authenticate("alice", password) instanceof Rejected<LdapUser> no) {
            messages.add(no.publicMessage());
          }
        }
      }
    }
    assertThat(messages).hasSize(11).containsOnly(messages.get(0));
  }

  @Test
  void bindByANameThatIsNotADnHasAReasonToo() {
    start(ServerKind.ACTIVE_DIRECTORY);
    directory.user("alice").state(AccountState.DISABLED);
    String name = "{username}@ad.example.com";
    UserLookup users =
        UserLookup.bindName(name, UserLookup.search(DOMAIN, "(userPrincipalName=" + name + ")"));
    var config = LdapAuthConfig.builder(LdapServer.url(directory.url()), users);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.ACCOUNT_DISABLED);
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @Test
  void activeDirectoryReasonIsInTheDetailInWords() {
    start(ServerKind.ACTIVE_DIRECTORY);
    directory.user("alice").attribute("logonHours", new byte[21]);
    directory.user("bob").attribute("userWorkstations", "ELSEWHERE");
    try (var authenticator = authenticator()) {
      assertThat(
              no(
                      authenticator.authenticate("alice", "wonderland"),
                      RejectionReason.NOT_AT_THIS_HOUR)
                  .detail())
          .contains("not at this hour");
      assertThat(
              no(authenticator.authenticate("bob", "builder"), RejectionReason.NOT_FROM_HERE)
                  .detail())
          .contains("not from this workstation");
    }
  }

  @Test
  void activeDirectoryWithoutResourcesFails() {
    start(ServerKind.ACTIVE_DIRECTORY);
    directory
        .faults()
        .next(BIND)
        .as("alice")
        .answers(49, "80090308: LdapErr: AcceptSecurityContext error, data 568, v1db1\0");
    try (var authenticator = authenticator()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.USER_BIND))
          .satisfies(e -> assertThat(e.getMessage()).endsWith("v1db1"))
          .satisfies(e -> assertThat(e.getCause()).message().doesNotContain("\0"));
      assertThat(directory.operations().binds("alice")).hasSize(1);
    }
  }

  private List<Operation> onConnectionOf(String name) {
    long connection = directory.operations().binds(name).list().get(0).connection();
    return directory.operations().on(connection).list();
  }

  @ParameterizedTest(name = "{0}, read as the person: {1}")
  @CsvSource({"OPEN_LDAP, false", "OPEN_LDAP, true", "DIRECTORY_389, false", "DIRECTORY_389, true"})
  void connectionOfAPasswordToChangeIsNotReused(ServerKind kind, boolean asPerson) {
    start(kind);
    directory.user("alice").state(AccountState.MUST_CHANGE_PASSWORD);
    try (var authenticator = authenticator(asPerson)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MUST_CHANGE_PASSWORD);

      directory.awaitOperation(operation -> operation.type() == Type.UNBIND);
      assertThat(onConnectionOf("alice"))
          .extracting(Operation::type)
          .containsExactly(Type.CONNECT, Type.BIND, Type.UNBIND);
      assertThat(yes(authenticator.authenticate("bob", "builder")).ldapUser().attributes().names())
          .contains("cn");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN_LDAP", "DIRECTORY_389"})
  void graceLoginWarnsHowManyAreLeft(ServerKind kind) {
    start(kind, policy -> policy.graceLogins(2));
    directory.user("alice").state(AccountState.PASSWORD_EXPIRED);
    for (boolean asPerson : new boolean[] {true, false}) {
      try (var authenticator = authenticator(asPerson)) {
        assertThat(
                yes(authenticator.authenticate("alice", "wonderland")).status().graceLoginsLeft())
            .hasValue(asPerson ? 1 : 0);
      }
    }
    try (var authenticator = authenticator()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.PASSWORD_EXPIRED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN_LDAP", "DIRECTORY_389"})
  void passwordThatExpiresSoonWarns(ServerKind kind) {
    start(kind, policy -> policy.warnBefore(Duration.ofDays(7)));
    try (var authenticator = authenticator()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).status().warning())
          .isEmpty();
      directory.advanceClock(Duration.ofDays(83));

      assertThat(
              yes(authenticator.authenticate("alice", "wonderland")).status().passwordExpiresIn())
          .hasValueSatisfying(
              time -> assertThat(time).isBetween(Duration.ofDays(6), Duration.ofDays(7)));
    }
  }

  @Test
  void theWarningReachesTheLogTheListenersAndAChain() {
    start(ServerKind.OPEN_LDAP, policy -> policy.graceLogins(2));
    directory.user("alice").state(AccountState.PASSWORD_EXPIRED);
    List<String> told = new ArrayList<>();
    var authenticator =
        LdapAuthenticator.builder(config().build(), new AccountStore())
            .onOutcome(
                event -> {
                  if (event instanceof SignInEvent.Succeeded yes) {
                    yes.status().warning().ifPresent(told::add);
                  }
                })
            .build();
    try (CapturedLog log = new CapturedLog();
        var chain =
            SignInChain.<Account>builder()
                .method("nobody", (username, password) -> new SignInMethod.Answer.UnknownUser<>())
                .directory("people", authenticator)
                .build()) {
      var answer =
          (SignInChainResult.Authenticated<Account>) chain.authenticate("alice", "wonderland");

      assertThat(answer.status().warning()).contains("1 grace login left");
      assertThat(told).containsExactly("1 grace login left");
      assertThat(log.lines(LdapAuthenticator.class))
          .singleElement()
          .asString()
          .contains(", new to the application, 1 grace login left (");
      authenticator.populate("alice");
      assertThat(told).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3003810109", "300a", "ffff"})
  void unreadablePolicyChangesNoAnswerAndIsLoggedOnce(String value) {
    start(ServerKind.DIRECTORY_389);
    byte[] bytes = HexFormat.of().parseHex(value);
    directory.faults().every(BIND).as("alice").attaching(POLICY, bytes).works();
    try (CapturedLog log = new CapturedLog();
        var authenticator = authenticator()) {
      Authenticated<LdapUser> alice = yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(alice.status().warning()).isEmpty();
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(log.lines(Directory.class))
          .filteredOn(line -> line.contains("cannot be decoded"))
          .hasSize(1);
    }
  }
}

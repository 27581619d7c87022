// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.TEXT;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.USERS;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.bind;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.connectAsAlice;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.domain;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.withAlice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binds and account states in a directory like Active Directory. */
class ActiveDirectoryBindTest {

  @ParameterizedTest
  @CsvSource({
    "alice@ad.example.com, ok",
    "Alice@AD,             ok",
    "ad\\ALICE,            ok",
    "other@elsewhere,      ok",
    "alice,                52e",
    "ad.example.com\\alice,52e",
    "alice@elsewhere,      52e",
    "bob@ad.example.com,   ok",
    "nobody@ad.example.com,52e",
    "'',                   52e"
  })
  void someNamesBindAndOthersDoNot(String name, String answer) throws LDAPException {
    TestDirectoryBuilder people =
        withAlice()
            .user(
                "bob",
                user ->
                    user.password("wonderland").attribute("userPrincipalName", "other@elsewhere"));
    try (TestDirectory directory = people.start()) {
      assertThat(bind(directory, name, "wonderland")).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice@ad.example.com", "AD\\Alice", "cn=alice, " + USERS})
  void bindByAnyNameIsRecordedAsBindOfTheUser(String name) throws LDAPException {
    try (TestDirectory directory = withAlice().user("bob", "wonderland").start()) {
      directory.faults().next(Operation.Type.BIND).as("bob").answers(51, "busy");
      directory.faults().next(Operation.Type.BIND).as("alice").answers(49, TEXT.formatted("tea"));
      assertThat(bind(directory, name, "wonderland")).isEqualTo("tea");
      assertThat(bind(directory, name, "wonderland")).isEqualTo("ok");
      assertThat(directory.operations().binds("alice").count()).isEqualTo(2);
      assertThat(directory.operations().binds("bob").count()).isZero();
      assertThat(directory.operations().binds("AD\\bob").count()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE,               ok,  52e",
    "DISABLED,             533, 52e",
    "EXPIRED,              701, 52e",
    "MUST_CHANGE_PASSWORD, 773, 52e",
    "PASSWORD_EXPIRED,     532, 52e",
    "LOCKED,               775, 775"
  })
  void onlyALockIsReportedToAWrongPassword(AccountState state, String right, String wrong)
      throws LDAPException {
    TestDirectoryBuilder builder =
        domain()
            .passwordPolicy(policy -> policy.maxAge(Duration.ofDays(42)))
            .user("described", user -> user.state(state).password("wonderland"))
            .user("changed", "wonderland");
    try (TestDirectory directory = builder.start()) {
      directory.user("changed").state(state);
      for (String name : List.of("AD\\described", "AD\\changed")) {
        assertThat(bind(directory, name, "wonderland")).isEqualTo(right);
        assertThat(bind(directory, name, "wrong")).isEqualTo(wrong);
      }
      directory.user("changed").state(AccountState.ACTIVE);
      assertThat(bind(directory, "AD\\changed", "wonderland")).isEqualTo("ok");
    }
  }

  @Test
  void expiredPasswordNeedsAPolicyWithAMaxAge() {
    TestDirectoryBuilder builder =
        domain().user("alice", user -> user.state(AccountState.PASSWORD_EXPIRED));
    assertThatIllegalStateException().isThrownBy(builder::start).withMessageContaining("maxAge");
  }

  @Test
  void wrongPasswordsLockAndTimeUnlocks() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice().passwordPolicy(policy -> policy.lockAfter(2).lockFor(Duration.ofMinutes(30)));
    try (TestDirectory directory = builder.start()) {
      assertThat(bind(directory, "AD\\alice", "wrong")).isEqualTo("52e");
      assertThat(bind(directory, "AD\\alice", "wrong")).isEqualTo("52e");
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("775");
      assertThat(directory.user("alice").values("badPwdCount")).containsExactly("2");

      directory.advanceClock(Duration.ofMinutes(31));
      assertThat(bind(directory, "AD\\alice", "wrong")).isEqualTo("52e");
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("ok");
      assertThat(directory.user("alice").values("badPwdCount")).containsExactly("0");
      assertThat(directory.user("alice").values("lockoutTime")).containsExactly("0");
    }
  }

  @Test
  void passwordsExpireUntilTheyAreChanged() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice().passwordPolicy(policy -> policy.maxAge(Duration.ofDays(42)));
    try (TestDirectory directory = builder.start()) {
      directory.advanceClock(Duration.ofDays(41));
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("ok");
      directory.advanceClock(Duration.ofDays(1));
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("532");
      directory.user("alice").password("new");
      assertThat(bind(directory, "AD\\alice", "new")).isEqualTo("ok");
      directory.advanceClock(Duration.ofDays(42));
      directory.user("alice").attribute("userAccountControl", "66048");
      assertThat(bind(directory, "AD\\alice", "new")).isEqualTo("ok");
    }
  }

  @Test
  void logonHoursFollowTheClockOfTheDirectory() throws LDAPException {
    byte[] everyEvenHour = new byte[21];
    Arrays.fill(everyEvenHour, (byte) 0b01010101);
    TestDirectoryBuilder builder =
        domain()
            .user("bob", user -> user.password("builder").attribute("logonHours", everyEvenHour));
    try (TestDirectory directory = builder.start()) {
      List<String> answers = new ArrayList<>();
      for (int hour = 0; hour < 2; hour++) {
        answers.add(bind(directory, "AD\\bob", "builder"));
        directory.advanceClock(Duration.ofHours(1));
      }
      assertThat(answers).containsExactlyInAnyOrder("ok", "530");
    }
  }

  @Test
  void bindWithoutPasswordSucceedsAndIsAnonymous() throws LDAPException {
    try (TestDirectory directory = withAlice().start();
        LDAPConnection connection = connectAsAlice(directory)) {
      connection.getConnectionOptions().setBindWithDNRequiresPassword(false);
      connection.bind(directory.dn("alice"), "");
      assertThatExceptionOfType(LDAPSearchException.class)
          .isThrownBy(() -> connection.search(USERS, SUB, "(cn=alice)"))
          .satisfies(
              e -> {
                assertThat(e.getResultCode().intValue()).isEqualTo(1);
                assertThat(e.getDiagnosticMessage())
                    .isEqualTo("00002020: Operation unavailable without authentication");
              });
      assertThat(connection.getRootDSE().getAttributeValue("defaultNamingContext"))
          .isEqualTo("DC=ad,DC=example,DC=com");
    }
  }

  @Test
  void failedBindKeepsTheIdentityOfTheConnection() throws LDAPException {
    try (TestDirectory directory = withAlice().start();
        LDAPConnection connection = connectAsAlice(directory)) {
      assertThatExceptionOfType(LDAPException.class)
          .isThrownBy(() -> connection.bind("AD\\alice", "wrong"));
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static io.github.ldapauth.testkit.Conversation.signIn;
import static io.github.ldapauth.testkit.Conversation.signInPlainly;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What 389 Directory Server answers under a password policy, and so does the kit. */
class Directory389PasswordPolicyTest extends PasswordPolicyStories {

  private static final String EXPIRED = " {2.16.840.1.113730.3.4.4 0}";
  private static final String TRY_LATER = "19 \"Exceed password retry limit. Please try later.\"";
  private static final String INACTIVATED =
      "53 \"Account inactivated. Contact system administrator.\"";

  Directory389PasswordPolicyTest() {
    super(ServerKind.DIRECTORY_389);
  }

  @Override
  String plain(int resultCode) {
    return String.valueOf(resultCode);
  }

  @Override
  String locked() {
    return TRY_LATER + " {account locked}";
  }

  @Override
  String lockedPlainly() {
    return TRY_LATER;
  }

  @Override
  String lockedForGood() {
    return "19 \"Exceed password retry limit. Contact system administrator to reset.\""
        + " {account locked}";
  }

  @Override
  String expired() {
    return "49 \"password expired!\" {password expired}" + EXPIRED;
  }

  @Override
  String expiredPlainly() {
    return "49 \"password expired!\"" + EXPIRED;
  }

  @Override
  String addedToGrace() {
    return EXPIRED;
  }

  @Test
  void wrongPasswordsAreForgottenTenMinutesAfterTheFirst() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.lockAfter(2).lockFor(Duration.ofHours(1)))) {
      signIn(directory, "alice", "wrong");
      directory.advanceClock(Duration.ofMinutes(11));
      signIn(directory, "alice", "wrong");
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo("0");
    }
  }

  @Test
  void aLockedAccountIsLocked() throws Exception {
    try (TestDirectory directory =
        directory(AccountState.LOCKED, policy -> policy.lockFor(Duration.ofHours(1)))) {
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo(TRY_LATER);
      assertThat(signInPlainly(directory, "alice", "wrong")).isEqualTo(TRY_LATER);
    }
  }

  @Test
  void aDisabledAccountIsReportedToAWrongPasswordToo() throws Exception {
    try (TestDirectory directory = directory(AccountState.DISABLED, policy -> policy)) {
      assertThat(directory.user("alice").values("nsAccountLock")).containsExactly("TRUE");
      assertThat(signIn(directory, "alice", "wonderland"))
          .isEqualTo(INACTIVATED + " {account locked}");
      assertThat(signInPlainly(directory, "alice", "wrong")).isEqualTo(INACTIVATED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "true"})
  void theAttributeDisablesAnAccount(String value) throws Exception {
    try (TestDirectory directory = directory(policy -> policy)) {
      directory.user("alice").attribute("nsAccountLock", value);
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo(INACTIVATED);
      directory.user("alice").attribute("nsAccountLock", "FALSE");
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo("0");
    }
  }

  @Test
  void whoIsWarnedLateHasTheWholeTimeOfTheWarning() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.maxAge(Duration.ofDays(90)).warnBefore(Duration.ofDays(1)))) {
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo("0");
      directory.advanceClock(Duration.ofDays(89).plusHours(12));
      assertThat(signIn(directory, "alice", "wonderland"))
          .isEqualTo("0 {time before expiration 86400} {2.16.840.1.113730.3.4.5 86400}");
      directory.advanceClock(Duration.ofHours(1));
      assertThat(signInPlainly(directory, "alice", "wonderland"))
          .matches("0 \\{2.16.840.1.113730.3.4.5 82[78]\\d\\d}");
    }
  }

  @Test
  void aPasswordThatMustBeChangedLetsNothingElseBeDoneUntilTheNextBind() throws Exception {
    try (TestDirectory directory = directory(AccountState.MUST_CHANGE_PASSWORD, policy -> policy);
        Conversation client = new Conversation(directory)) {
      assertThat(client.bind("alice", "wonderland"))
          .isEqualTo("0 {time before expiration 0, change after reset}" + EXPIRED);
      assertThat(client.search(BASE)).isEqualTo("53" + EXPIRED);
      assertThat(client.search("")).isEqualTo("53" + EXPIRED);
      assertThat(client.compare(ALICE, "cn", "alice")).isEqualTo("53" + EXPIRED);
      assertThat(client.set(ALICE, "cn", "Alice")).isEqualTo("53" + EXPIRED);
      assertThat(client.whoAmI()).startsWith("53");

      assertThat(client.set(ALICE, "userPassword", "new")).isEqualTo("0");
      assertThat(client.search(BASE)).isEqualTo("53" + EXPIRED);
      assertThat(client.bind("alice", "new")).isEqualTo("0");
      assertThat(client.search(BASE)).isEqualTo("0");
    }
  }

  @Test
  void withoutTheRequestControlAPasswordThatMustBeChangedIsReportedAllTheSame() throws Exception {
    try (TestDirectory directory = directory(AccountState.MUST_CHANGE_PASSWORD, policy -> policy)) {
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo("0" + EXPIRED);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static io.github.ldapauth.testkit.Conversation.signIn;
import static io.github.ldapauth.testkit.Conversation.signInPlainly;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.util.StaticUtils;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What slapd answers with its overlay ppolicy and ppolicy_use_lockout, and so does the kit. */
class OpenLdapPasswordPolicyTest extends PasswordPolicyStories {

  private static final String RESTRICTED =
      "50 \"Operations are restricted to bind/unbind/abandon/StartTLS/modify password\"";

  OpenLdapPasswordPolicyTest() {
    super(ServerKind.OPEN_LDAP);
  }

  /** The response control comes with each answer. */
  @Override
  String plain(int resultCode) {
    return resultCode + " {}";
  }

  @Override
  String locked() {
    return "49 {account locked}";
  }

  @Override
  String lockedPlainly() {
    return "49";
  }

  @Override
  String lockedForGood() {
    return locked();
  }

  @Override
  String expired() {
    return "49 {password expired}";
  }

  @Override
  String expiredPlainly() {
    return "49";
  }

  @Override
  String addedToGrace() {
    return "";
  }

  @Test
  void afterALockHasEndedTheSecondWrongPasswordLocksAgain() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.lockAfter(3).lockFor(Duration.ofMinutes(5)))) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        signIn(directory, "alice", "wrong");
      }
      directory.advanceClock(Duration.ofMinutes(6));
      assertThat(signIn(directory, "alice", "wrong")).isEqualTo("49 {}");
      assertThat(signIn(directory, "alice", "wrong")).isEqualTo("49 {}");
      assertThat(signIn(directory, "alice", "wrong")).isEqualTo("49 {account locked}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountState.class,
      names = {"LOCKED", "DISABLED", "EXPIRED"})
  void lockedDisabledAndExpiredAccountsAreLocked(AccountState state) throws Exception {
    try (TestDirectory directory = directory(state, policy -> policy)) {
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo("49 {account locked}");
      assertThat(signIn(directory, "alice", "wrong")).isEqualTo("49 {account locked}");
      directory.user("alice").state(AccountState.ACTIVE);
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo("0 {}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pwdAccountLockedTime, 000001010000Z",
    "pwdAccountLockedTime, 20200101000000Z",
    "pwdStartTime, 22000101000000Z",
    "pwdEndTime, 20200101000000Z"
  })
  void attributesInLdifLockAnAccount(String attribute, String value) throws Exception {
    try (TestDirectory directory = directory(policy -> policy)) {
      directory.user("alice").attribute(attribute, value);
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo("49 {account locked}");
    }
  }

  @Test
  void aPasswordThatExpiresSoonIsReportedWithTheSecondsLeft() throws Exception {
    try (TestDirectory directory =
        directory(policy -> policy.maxAge(Duration.ofDays(90)).warnBefore(Duration.ofDays(1)))) {
      assertThat(signIn(directory, "alice", "wonderland")).isEqualTo("0 {}");
      directory.advanceClock(Duration.ofDays(89).plusMinutes(1));
      assertThat(signIn(directory, "alice", "wonderland"))
          .matches("0 \\{time before expiration 863[0-4]\\d}");
      assertThat(signInPlainly(directory, "alice", "wonderland")).isEqualTo("0");
    }
  }

  @Test
  void aPasswordThatMustBeChangedLetsNothingElseBeDone() throws Exception {
    try (TestDirectory directory = directory(AccountState.MUST_CHANGE_PASSWORD, policy -> policy);
        Conversation client = new Conversation(directory)) {
      assertThat(client.bind("alice", "wonderland")).isEqualTo("0 {change after reset}");
      assertThat(client.search(BASE)).isEqualTo(RESTRICTED);
      assertThat(client.compare(ALICE, "cn", "alice")).isEqualTo(RESTRICTED);
      assertThat(client.set(ALICE, "cn", "Alice")).isEqualTo(RESTRICTED);
      assertThat(client.search("")).isEqualTo("0");
      assertThat(client.whoAmI()).isEqualTo("0");

      assertThat(client.set(ALICE, "userPassword", "new")).isEqualTo("0");
      assertThat(client.search(BASE)).isEqualTo("0");
      assertThat(signIn(directory, "alice", "new")).isEqualTo("0 {}");
    }
  }

  @Test
  void thePasswordModifyOperationEndsTheRestrictionToo() throws Exception {
    try (TestDirectory directory = directory(AccountState.MUST_CHANGE_PASSWORD, policy -> policy);
        Conversation client = new Conversation(directory)) {
      client.bind("alice", "wonderland");
      client
          .connection()
          .processExtendedOperation(new PasswordModifyExtendedRequest("wonderland", "new"));
      assertThat(client.search(BASE)).isEqualTo("0");
      assertThat(signIn(directory, "alice", "new")).isEqualTo("0 {}");
    }
  }

  /** OpenDJ answers with the response control of the policy, too. */
  @ParameterizedTest
  @CsvSource({"OPEN_LDAP, 1", "OPEN_DJ, 2"})
  void changedPasswordIsAnsweredWithTheControlsOfAnyModify(ServerKind kind, int controls)
      throws Exception {
    try (TestDirectory directory =
            TestDirectory.builder().like(kind).user("alice", "wonderland").start();
        Conversation client = new Conversation(directory)) {
      client.bind("alice", "wonderland");
      ModifyRequest change =
          new ModifyRequest(
              ALICE, new Modification(ModificationType.REPLACE, "userPassword", "looking glass"));
      change.addControl(new PostReadRequestControl("cn"));
      change.addControl(new DraftBeheraLDAPPasswordPolicy10RequestControl());
      LDAPResult answer = client.connection().modify(change);
      assertThat(PostReadResponseControl.get(answer).getEntry().getAttributeValue("cn"))
          .isEqualTo("alice");
      assertThat(answer.getResponseControls()).hasSize(controls);
    }
  }

  @Test
  void theNextBindEndsTheRestriction() throws Exception {
    try (TestDirectory directory =
            builder(policy -> policy)
                .user(
                    "alice",
                    user -> user.password("wonderland").state(AccountState.MUST_CHANGE_PASSWORD))
                .user("bob", "builder")
                .start();
        Conversation client = new Conversation(directory)) {
      client.bind("alice", "wonderland");
      client.bind("bob", "builder");
      assertThat(client.search(BASE)).isEqualTo("0");
    }
  }

  @Test
  void withoutTheRequestControlNothingIsSaid() throws Exception {
    try (TestDirectory directory =
        builder(policy -> policy.maxAge(Duration.ofDays(1)))
            .user("locked", user -> user.password("x").state(AccountState.LOCKED))
            .user("old", user -> user.password("x").state(AccountState.PASSWORD_EXPIRED))
            .user("reset", user -> user.password("x").state(AccountState.MUST_CHANGE_PASSWORD))
            .start()) {
      assertThat(signInPlainly(directory, "locked", "x")).isEqualTo("49");
      assertThat(signInPlainly(directory, "old", "x")).isEqualTo("49");
      assertThat(signInPlainly(directory, "reset", "x")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, 3000",
    "LOCKED, 3003810101",
    "PASSWORD_EXPIRED, 3005a003810101",
    "MUST_CHANGE_PASSWORD, 3003810102"
  })
  void theResponseControlHasTheBytesThatSlapdSends(AccountState state, String bytes)
      throws Exception {
    try (TestDirectory directory =
            directory(state, policy -> policy.maxAge(Duration.ofDays(1)).graceLogins(2));
        Conversation client = new Conversation(directory)) {
      Control control =
          client
              .connection()
              .processOperation(
                  new SimpleBindRequest(
                      ALICE, "wonderland", new DraftBeheraLDAPPasswordPolicy10RequestControl()))
              .getResponseControl("1.3.6.1.4.1.42.2.27.8.5.1");
      assertThat(StaticUtils.toHex(control.getValue().getValue())).isEqualTo(bytes);
    }
  }
}

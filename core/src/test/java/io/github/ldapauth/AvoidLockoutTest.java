// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A brake before the wrong password that would lock an account. */
class AvoidLockoutTest {

  private static final String POLICY = "uid=policy," + PEOPLE;

  private final TestDirectory directory =
      Directories.people()
          .like(ServerKind.OPEN_LDAP)
          .passwordPolicy(policy -> policy.lockAfter(3))
          .user(
              "policy",
              user ->
                  user.attribute("pwdMaxFailure", "3")
                      .attribute("pwdLockout", "TRUE")
                      .attribute("pwdLockoutDuration", "300"))
          .user(
              "strict",
              user -> user.attribute("pwdMaxFailure", "2").attribute("pwdLockout", "TRUE"))
          .user("lenient", user -> user.attribute("pwdAttribute", "userPassword"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthConfigBuilder config() {
    return Directories.config(directory).avoidLockout(POLICY);
  }

  private static void failTwice(LdapAuthenticator<LdapUser> authenticator) {
    no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void lastTryIsLeftToOthers() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      failTwice(authenticator);
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.LOCKOUT_AVOIDED);

      assertThat(directory.operations().binds("alice").count()).isEqualTo(2);
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @Test
  void policyIsReadOnceForManySignIns() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.forgetOperations();
      yes(authenticator.authenticate("bob", "builder"));

      assertThat(directory.operations().requests().count()).isEqualTo(2);
    }
  }

  @Test
  void userWhoReadsTheOwnEntryIsBrakedToo() {
    try (var authenticator = LdapAuthenticator.create(config().readAsUser().build())) {
      failTwice(authenticator);
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.LOCKOUT_AVOIDED);
    }
  }

  @Test
  void changeOfAPasswordIsBrakedToo() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      failTwice(authenticator);

      assertThat(authenticator.changePassword("alice", "wonderland", "looking glass"))
          .isInstanceOfSatisfying(
              PasswordChangeResult.Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.LOCKOUT_AVOIDED));
    }
  }

  @Test
  void policyOfTheUserCounts() {
    directory.user("alice").attribute("pwdPolicySubentry", "uid=strict," + PEOPLE);
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.LOCKOUT_AVOIDED);
    }
  }

  @Test
  void lockThatIsOverBrakesLikeAnyWrongPasswords() {
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    directory
        .user("alice")
        .attribute("pwdAccountLockedTime", time.format(Instant.now().minusSeconds(3600)))
        .attribute("pwdFailureTime", "20260101000001Z", "20260101000002Z", "20260101000003Z");
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.LOCKOUT_AVOIDED);
      assertThat(directory.operations().binds("alice").count()).isZero();

      directory
          .user("alice")
          .attribute("pwdAccountLockedTime", time.format(Instant.now().minusSeconds(60)));
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.ACCOUNT_LOCKED);
    }
  }

  @Test
  void policyOfTheUserMayHaveNoLimit() {
    directory.user("alice").attribute("pwdPolicySubentry", "uid=lenient," + PEOPLE);
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void commonPolicyWithoutALimitFails() {
    var config = Directories.config(directory).avoidLockout("uid=lenient," + PEOPLE).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertNotTold(() -> authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void policyThatLocksNoAccountIsAProblem() {
    directory.user("policy").attribute("pwdLockout", "FALSE");
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("avoidLockout: the policy locks no account");
    }
  }

  @Test
  void policyThatCannotBeReadFailsAndIsAProblem() {
    var config = Directories.config(directory).avoidLockout("uid=bob," + PEOPLE).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertNotTold(() -> authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("avoidLockout: ")
          .contains("shows no lockoutThreshold, pwdMaxFailure or passwordMaxFailure");
      assertThat(directory.operations().binds("alice").count()).isZero();
    }
  }

  @Test
  void lookUpWithoutASearchIsAMistake() {
    var users = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Directories.config(directory, users).avoidLockout(POLICY).build())
        .withMessageContaining("avoidLockout: cannot be used together with a look-up");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.PasswordChangeResult;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The blocks of the guides about the state of accounts, and about changing passwords. */
class AccountStatesGuideTest {

  private final List<String> shown = new ArrayList<>();

  private void show(String message) {
    shown.add(message);
  }

  @Test
  void attributesThatShowTheState() {
    LdapServer server = LdapServer.ldaps("ldap.example.com");
    UserLookup users = UserLookup.search("o=test", "(uid={username})");

    LdapAuthConfig config =
        LdapAuthConfig.builder(server, users)
            .accountAttributes(AccountAttributes.DIRECTORY_389, AccountAttributes.KERBEROS)
            .build();

    assertThat(config.toString()).contains("accountAttributes=[DIRECTORY_389, KERBEROS]");
  }

  @Test
  void lockoutIsAvoided() {
    LdapServer server = LdapServer.ldaps("ldap.example.com");
    UserLookup users = UserLookup.search("o=test", "(uid={username})");

    LdapAuthConfig config =
        LdapAuthConfig.builder(server, users)
            .serviceAccount("cn=svc,dc=example,dc=com", "service secret")
            .avoidLockout("cn=policy,dc=example,dc=com") // the entry with the password policy
            .build();

    assertThat(config.toString()).contains("avoidLockout=cn=policy,dc=example,dc=com");
  }

  @Test
  void lockedAccountsAndExpiredPasswords() {
    try (TestDirectory directory =
            TestDirectory.builder()
                .like(ServerKind.OPEN_LDAP)
                .passwordPolicy(
                    policy ->
                        policy
                            .maxAge(Duration.ofDays(90))
                            .warnBefore(Duration.ofDays(7))
                            .graceLogins(1))
                .user("alice", "wonderland")
                .start();
        LdapAuthenticator<LdapUser> authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url(directory.url()),
                        UserLookup.search("dc=example,dc=com", "(uid={username})"))
                    .build())) {
      directory.user("alice").state(AccountState.MUST_CHANGE_PASSWORD);
      tell(authenticator);
      directory.user("alice").state(AccountState.LOCKED);
      tell(authenticator);
      directory.user("alice").state(AccountState.PASSWORD_EXPIRED);
      tell(authenticator);
      tell(authenticator);
      directory.user("alice").state(AccountState.ACTIVE);
      tell(authenticator);
      directory.advanceClock(Duration.ofDays(86).plusHours(1));
      tell(authenticator);
      directory.advanceClock(Duration.ofDays(3).plusHours(19).plusMinutes(30));
      tell(authenticator);
    }
    assertThat(shown)
        .containsExactly(
            "Please change your password first.",
            "The user name or the password is wrong, or you may not sign in here.",
            "Your password has expired. Please change it.",
            "Please change your password first.",
            "Your password expires in 3 days.",
            "Your password expires in 3 hours.");
  }

  private static boolean isToBeChanged(RejectionReason reason) {
    return reason == RejectionReason.PASSWORD_EXPIRED
        || reason == RejectionReason.MUST_CHANGE_PASSWORD;
  }

  private void tell(LdapAuthenticator<LdapUser> authenticator) {
    AuthenticationResult<LdapUser> result = authenticator.authenticate("alice", "wonderland");
    if (result instanceof Authenticated<LdapUser> yes) {
      AccountStatus status = yes.status();
      if (status.graceLoginsLeft().isPresent()) {
        show("Your password has expired. Please change it.");
      } else { // such as "Your password expires in 3 days."
        status.warning().ifPresent(warning -> show("Your " + warning + "."));
      }
    } else if (result instanceof Rejected<LdapUser> no) {
      String message =
          no.status().password() == PasswordProof.RIGHT && isToBeChanged(no.reason())
              ? "Please change your password first."
              : no.publicMessage();
      show(message);
    }
  }

  @Test
  void passwordChange() {
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start();
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url(directory.url()),
                        UserLookup.search("dc=example,dc=com", "(uid={username})"))
                    .build())) {
      assertThat(change(authenticator, "alice", "wonderland", "looking-glass"))
          .isEqualTo("Your password is changed.");
      assertThat(change(authenticator, "alice", "wonderland", "looking-glass"))
          .startsWith("The user name or the password is wrong");
      assertThat(change(authenticator, "alice", "looking-glass", ""))
          .isEqualTo("The new password does not follow the rules.");
    }
  }

  private static String change(
      LdapAuthenticator<LdapUser> authenticator,
      String username,
      String oldPassword,
      String newPassword) {
    String message = "Your password is changed.";
    PasswordChangeResult result = authenticator.changePassword(username, oldPassword, newPassword);
    if (result instanceof PasswordChangeResult.Refused no) {
      message =
          switch (no.reason()) {
            case TOO_SHORT -> "The new password is too short.";
            case TOO_WEAK, AGAINST_POLICY -> "The new password does not follow the rules.";
            case USED_BEFORE -> "Please choose a password that you never had.";
            case CHANGED_TOO_RECENTLY -> "You changed your password too recently.";
            case NOT_ALLOWED, NOT_OFFERED -> "Please ask the help desk to change your password.";
          };
    } else if (result instanceof PasswordChangeResult.Rejected no) {
      message = no.publicMessage();
    }
    return message;
  }
}

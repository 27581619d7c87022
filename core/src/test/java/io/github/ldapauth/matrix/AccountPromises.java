// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.matrix.Column.APACHE_DS;
import static io.github.ldapauth.matrix.Column.BACK_META;
import static io.github.ldapauth.matrix.Column.DIRECTORY_389;
import static io.github.ldapauth.matrix.Column.OPEN_DJ;
import static io.github.ldapauth.matrix.Column.SAMBA;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixDirectory.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.PasswordChangeResult;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.realserver.Slapd;
import java.util.List;

/** What the library promises of accounts and passwords. */
final class AccountPromises {

  private static final String NEW = "Through the 1st glass";
  private static final String LOST = "drops the password policy control";
  private static final String NO_CHANGE = "does not pass the change on (53)";

  private AccountPromises() {}

  static List<Promise> all() {
    return List.of(
        Promise.of("locked by wrong passwords", AccountPromises::wrongPasswordsLock),
        Promise.of("`avoidLockout(…)`", AccountPromises::lastTryIsLeftToOthers)
            .without("no entry has its policy", APACHE_DS),
        Promise.of("disabled account", AccountPromises::disabledUserIsRejected),
        Promise.of("expired account", AccountPromises::expiredUserIsRejected)
            .without("accounts do not expire", DIRECTORY_389, APACHE_DS),
        Promise.of("expired password", AccountPromises::expiredPasswordIsRejected)
            .without(LOST, BACK_META),
        Promise.of("grace login", AccountPromises::graceLoginIsAccepted)
            .without("has no grace logins", SAMBA)
            .without("grants a grace login for a change of the password only", OPEN_DJ)
            .without(LOST, BACK_META),
        Promise.of("password that must be changed", AccountPromises::passwordMustBeChanged),
        Promise.of("password that expires soon", AccountPromises::passwordExpiresSoon)
            .without("sends no warning", SAMBA)
            .without(LOST, BACK_META),
        Promise.of("`changePassword(…)`", AccountPromises::userChangesThePassword)
            .without(NO_CHANGE, BACK_META),
        Promise.of("`changePassword(…)` if it must be changed", AccountPromises::reset)
            .without(NO_CHANGE, BACK_META)
            .without("refuses the change (32)", APACHE_DS),
        Promise.of("`changePassword(…)` if it expired", AccountPromises::expiredPasswordIsChanged)
            .without(NO_CHANGE, BACK_META),
        Promise.of("wrong old password", AccountPromises::wrongOldPasswordChangesNothing),
        Promise.of("short new password", AccountPromises::shortPasswordIsRefused)
            .without(NO_CHANGE, BACK_META)
            .notImitated("has no rules for new passwords"));
  }

  private static RejectionReason reason(Object result) {
    assertThat(result).isInstanceOf(Rejected.class);
    return ((Rejected<?>) result).reason();
  }

  private static void wrongPasswordsLock(MatrixDirectory directory) {
    for (int i = 0; i < MatrixDirectory.MAX_FAILURES; i++) {
      with(
          directory.config(),
          it -> no(it.authenticate("careless", "wrong"), RejectionReason.INVALID_CREDENTIALS));
    }
    Slapd.awaitLocks();
    isKeptOut(directory, "careless", RejectionReason.ACCOUNT_LOCKED);
  }

  private static void lastTryIsLeftToOthers(MatrixDirectory directory) {
    with(
        directory.config().avoidLockout(directory.policy()),
        it -> {
          for (int i = 1; i < MatrixDirectory.MAX_FAILURES; i++) {
            no(it.authenticate("braked", "wrong"), RejectionReason.INVALID_CREDENTIALS);
          }
          no(it.authenticate("braked", PASSWORD), RejectionReason.LOCKOUT_AVOIDED);
          assertThat(it.findProblems()).isEmpty();
        });
    with(directory.config(), it -> yes(it.authenticate("braked", PASSWORD)));
  }

  /** Asserts that a user is rejected with the right password, and without one. */
  private static void isKeptOut(
      MatrixDirectory directory, String username, RejectionReason... reasons) {
    with(
        directory.config(),
        it -> {
          assertThat(reason(it.authenticate(username, PASSWORD))).isIn((Object[]) reasons);
          assertThat(it.lookup(username)).isPresent();
          assertThat(it.lookupPermitted(username)).isEmpty();
          assertThat(reason(it.populatePermitted(username))).isIn((Object[]) reasons);
        });
  }

  private static void disabledUserIsRejected(MatrixDirectory directory) {
    isKeptOut(
        directory, "disabled", RejectionReason.ACCOUNT_DISABLED, RejectionReason.ACCOUNT_LOCKED);
  }

  private static void expiredUserIsRejected(MatrixDirectory directory) {
    isKeptOut(directory, "ended", RejectionReason.ACCOUNT_EXPIRED);
  }

  private static void expiredPasswordIsRejected(MatrixDirectory directory) {
    with(
        directory.config(),
        it -> {
          no(it.authenticate("old", PASSWORD), RejectionReason.PASSWORD_EXPIRED);
          if (directory.imitated() == OPEN_DJ) {
            // It accepts the bind of a grace login, and then no request but a change.
            var grace = no(it.authenticate("grace", PASSWORD), RejectionReason.PASSWORD_EXPIRED);
            assertThat(grace.status().password()).isEqualTo(PasswordProof.RIGHT);
            assertThat(grace.status().graceLoginsLeft()).isPresent();
          }
        });
  }

  private static void graceLoginIsAccepted(MatrixDirectory directory) {
    with(
        directory.config(),
        it ->
            assertThat(yes(it.authenticate("grace", PASSWORD)).status().graceLoginsLeft())
                .isPresent());
  }

  private static void passwordMustBeChanged(MatrixDirectory directory) {
    with(
        directory.config(),
        it -> no(it.authenticate("reset", PASSWORD), RejectionReason.MUST_CHANGE_PASSWORD));
  }

  private static void passwordExpiresSoon(MatrixDirectory directory) {
    with(
        directory.config(),
        it ->
            assertThat(yes(it.authenticate("aging", PASSWORD)).status().passwordExpiresIn())
                .isPresent());
  }

  private static void userChangesThePassword(MatrixDirectory directory) {
    changesAndSignsIn(directory, "changing");
  }

  private static void reset(MatrixDirectory directory) {
    changesAndSignsIn(directory, "late");
  }

  /** By a grace login, unless the directory takes the change of any expired password. */
  private static void expiredPasswordIsChanged(MatrixDirectory directory) {
    changesAndSignsIn(directory, "grace");
  }

  private static void changesAndSignsIn(MatrixDirectory directory, String username) {
    with(
        directory.config(),
        it -> {
          assertThat(it.changePassword(username, PASSWORD, NEW)).isInstanceOf(Changed.class);
          yes(it.authenticate(username, NEW));
        });
  }

  private static void wrongOldPasswordChangesNothing(MatrixDirectory directory) {
    with(
        directory.config(),
        it -> {
          assertThat(it.changePassword("short", "wrong", NEW))
              .isInstanceOfSatisfying(
                  PasswordChangeResult.Rejected.class,
                  no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS));
          yes(it.authenticate("short", PASSWORD));
        });
  }

  private static void shortPasswordIsRefused(MatrixDirectory directory) {
    with(
        directory.config(),
        it ->
            assertThat(it.changePassword("short", PASSWORD, "a"))
                .isInstanceOfSatisfying(
                    Refused.class,
                    no -> assertThat(no.reason()).as(no.detail()).isEqualTo(tooShort(directory))));
    with(directory.config(), it -> yes(it.authenticate("short", PASSWORD)));
  }

  /** Returns what the directory says of a short password. */
  private static NewPasswordRefusal tooShort(MatrixDirectory directory) {
    return switch (directory.imitated()) {
      case DIRECTORY_389, OPEN_DJ -> NewPasswordRefusal.TOO_WEAK;
      default -> NewPasswordRefusal.TOO_SHORT;
    };
  }
}

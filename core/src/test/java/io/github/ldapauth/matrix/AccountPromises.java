// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.matrix.Column.APACHE_DS;
import static io.github.ldapauth.matrix.Column.BACK_META;
import static io.github.ldapauth.matrix.Column.BALANCER;
import static io.github.ldapauth.matrix.Column.DIRECTORY_389;
import static io.github.ldapauth.matrix.Column.OPEN_DJ;
import static io.github.ldapauth.matrix.Column.SAMBA;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixDirectory.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.realserver.Slapd;
import java.util.List;

/** What the library promises of accounts and passwords. */
final class AccountPromises {

  private static final String NEW = "Through the 1st glass";
  private static final String LOST = "drops the password policy control";
  private static final String NO_REPLICAS = "the two servers of the tests are no replicas";

  private AccountPromises() {}

  static List<Promise> all() {
    return List.of(
        Promise.of("locked by wrong passwords", AccountPromises::wrongPasswordsLock)
            .notTold("wrong passwords go to both servers in turn", BALANCER),
        Promise.of("disabled account", AccountPromises::disabledUserIsRejected),
        Promise.of("expired account", AccountPromises::expiredUserIsRejected)
            .without("accounts do not expire", DIRECTORY_389, APACHE_DS),
        Promise.of("expired password", AccountPromises::expiredPasswordIsRejected)
            .without(LOST, BACK_META)
            .notTold("the tests cannot age a password there", OPEN_DJ),
        Promise.of("password that must be changed", AccountPromises::passwordMustBeChanged),
        Promise.of("password that expires soon", AccountPromises::passwordExpiresSoon)
            .without("sends no warning", SAMBA)
            .without(LOST, BACK_META)
            .notTold("the tests cannot age a password there", OPEN_DJ),
        Promise.of("`changePassword(…)`", AccountPromises::userChangesThePassword)
            .without("does not pass the change on (53)", BACK_META)
            .notTold(NO_REPLICAS, BALANCER),
        Promise.of("`changePassword(…)` if it must be changed", AccountPromises::reset)
            .without("does not pass the change on (53)", BACK_META)
            .without("refuses the change (32)", APACHE_DS)
            .notTold(NO_REPLICAS, BALANCER),
        Promise.of("short new password", AccountPromises::shortPasswordIsRefused)
            .without("does not pass the change on (53)", BACK_META)
            .notImitated("has no rules for new passwords"));
  }

  private static RejectionReason reason(AuthenticationResult<?> result) {
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
    with(
        directory.config(),
        it -> no(it.authenticate("careless", PASSWORD), RejectionReason.ACCOUNT_LOCKED));
  }

  private static void disabledUserIsRejected(MatrixDirectory directory) {
    with(
        directory.config(),
        it ->
            assertThat(reason(it.authenticate("disabled", PASSWORD)))
                .isIn(RejectionReason.ACCOUNT_DISABLED, RejectionReason.ACCOUNT_LOCKED));
  }

  private static void expiredUserIsRejected(MatrixDirectory directory) {
    with(
        directory.config(),
        it ->
            assertThat(reason(it.authenticate("ended", PASSWORD)))
                .isIn(RejectionReason.ACCOUNT_EXPIRED, RejectionReason.ACCOUNT_LOCKED));
  }

  private static void expiredPasswordIsRejected(MatrixDirectory directory) {
    with(
        directory.config(),
        it -> no(it.authenticate("old", PASSWORD), RejectionReason.PASSWORD_EXPIRED));
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
    with(
        directory.config(),
        it -> {
          assertThat(it.changePassword("changing", PASSWORD, NEW)).isInstanceOf(Changed.class);
          yes(it.authenticate("changing", NEW));
        });
  }

  private static void reset(MatrixDirectory directory) {
    with(
        directory.config(),
        it -> {
          assertThat(it.changePassword("late", PASSWORD, NEW)).isInstanceOf(Changed.class);
          yes(it.authenticate("late", NEW));
        });
  }

  private static void shortPasswordIsRefused(MatrixDirectory directory) {
    with(
        directory.config(),
        it -> assertThat(it.changePassword("short", PASSWORD, "a")).isInstanceOf(Refused.class));
    with(directory.config(), it -> yes(it.authenticate("short", PASSWORD)));
  }
}

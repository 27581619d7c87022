// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An account of FreeIPA, as its plug-ins ipa_lockout and ipa_pwd_extop judge it. An expired
 * password stops Kerberos, and no bind.
 */
final class FreeIpaAccount extends PolicyAccount {

  private static final String DISABLED = "nsAccountLock";
  private static final String ENDS = "krbPrincipalExpiration";
  private static final String PASSWORD_EXPIRES = "krbPasswordExpiration";
  private static final String PASSWORD_CHANGED = "krbLastPwdChange";
  private static final String FAILURES = "krbLoginFailedCount";
  private static final String LAST_FAILURE = "krbLastFailedAuth";

  /** The default of {@code krbPwdFailureCountInterval}. */
  private static final Duration FAILURES_LAST = Duration.ofSeconds(60);

  FreeIpaAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    super(entry, policy, now);
  }

  @Override
  public void begin() {
    if (!has(PASSWORD_CHANGED)) {
      set(PASSWORD_CHANGED, now);
    }
    if (!has(PASSWORD_EXPIRES)) {
      policy.maxAge().ifPresent(age -> set(PASSWORD_EXPIRES, now.plus(age)));
    }
  }

  @Override
  public void renew() {
    remove(PASSWORD_CHANGED, PASSWORD_EXPIRES, FAILURES, LAST_FAILURE);
    begin();
  }

  @Override
  public void activate() {
    renew();
    remove(DISABLED, ENDS);
  }

  @Override
  public void disable() {
    activate();
    set(DISABLED, "TRUE");
  }

  @Override
  public void lock() {
    activate();
    set(FAILURES, String.valueOf(policy.failuresToLock()));
    set(LAST_FAILURE, now);
  }

  @Override
  public void expire() {
    activate();
    set(ENDS, now.minusSeconds(1));
  }

  @Override
  public void expirePassword() {
    activate();
    set(PASSWORD_EXPIRES, now.minusSeconds(1));
  }

  /** FreeIPA lets a password expire at once that an administrator sets. */
  @Override
  public void requirePasswordChange() {
    activate();
    set(PASSWORD_EXPIRES, now);
    set(PASSWORD_CHANGED, now);
  }

  @Override
  Answer bind(boolean passwordIsRight) {
    if (policy.locksAfter(number(FAILURES)) && isLocked()) {
      return new Answer(
          53,
          policy.lockTime().isPresent()
              ? "Too many failed logins.\n"
              : "Entry permanently locked.\n");
    }
    if (GeneralizedTime.in(entry, ENDS).filter(end -> !now.isBefore(end)).isPresent()) {
      return new Answer(53, "Account (Kerberos principal) is expired");
    }
    if (isTrue(DISABLED)) {
      return new Answer(53, "Account inactivated. Contact system administrator.");
    }
    if (!passwordIsRight) {
      set(FAILURES, String.valueOf(isForgotten() ? 1 : number(FAILURES) + 1));
      set(LAST_FAILURE, now);
      return Answer.invalidCredentials();
    }
    if (number(FAILURES) > 0) {
      set(FAILURES, "0");
    }
    return Answer.success();
  }

  private boolean isLocked() {
    Optional<Duration> time = policy.lockTime();
    return time.isEmpty() || isWithin(time.get());
  }

  private boolean isForgotten() {
    return !isWithin(FAILURES_LAST);
  }

  /** Returns whether the last failure is not older than that. */
  private boolean isWithin(Duration time) {
    return GeneralizedTime.in(entry, LAST_FAILURE)
        .filter(last -> now.isBefore(last.plus(time)))
        .isPresent();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An account under the password policy of 389 Directory Server. Operational attributes of the entry
 * hold its state.
 */
final class Directory389Account extends PolicyAccount {

  private static final String DISABLED = "nsAccountLock";
  private static final String FAILURES = "passwordRetryCount";
  private static final String FAILURES_END = "retryCountResetTime";
  private static final String LOCK_END = "accountUnlockTime";
  private static final String EXPIRES = "passwordExpirationTime";
  private static final String WARNED = "passwordExpWarned";
  private static final String GRACE_USES = "passwordGraceUserTime";

  /** Stands for "never" as the end of a lock, and for "must be changed" as that of a password. */
  private static final String NO_TIME = "19700101000000Z";

  private static final Duration FAILURES_LAST = Duration.ofMinutes(10);

  private static final Restriction ONLY_A_CHANGE =
      new Restriction(
          new Answer(53, "", PolicyResponse.netscapeExpired()), Subject.CONNECTION, true);

  Directory389Account(EditableEntry entry, PolicyRules policy, Instant now) {
    super(entry, policy, now);
  }

  @Override
  public void begin() {
    if (!has(EXPIRES)) {
      policy.maxAge().ifPresent(age -> set(EXPIRES, now.plus(age)));
    }
  }

  @Override
  public void renew() {
    remove(FAILURES, FAILURES_END, LOCK_END, EXPIRES, WARNED, GRACE_USES);
    begin();
  }

  @Override
  public void activate() {
    renew();
    remove(DISABLED);
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
    startLock();
  }

  @Override
  public void expirePassword() {
    policy.requiredMaxAge();
    activate();
    set(EXPIRES, now);
  }

  @Override
  public void requirePasswordChange() {
    activate();
    set(EXPIRES, NO_TIME);
  }

  @Override
  public Optional<Restriction> restriction() {
    return mustChangePassword() ? Optional.of(ONLY_A_CHANGE) : Optional.empty();
  }

  private boolean mustChangePassword() {
    return entry.values(EXPIRES).contains(NO_TIME);
  }

  @Override
  Answer bind(boolean passwordIsRight) {
    if (isTrue(DISABLED)) {
      return new Answer(
          53, "Account inactivated. Contact system administrator.", PolicyResponse.accountLocked());
    }
    if (isLocked()) {
      String hope =
          policy.lockTime().isPresent()
              ? "Please try later."
              : "Contact system administrator to reset.";
      return new Answer(19, "Exceed password retry limit. " + hope, PolicyResponse.accountLocked());
    }
    if (!passwordIsRight) {
      countFailure();
      return Answer.invalidCredentials();
    }
    forgetFailures();
    if (mustChangePassword()) {
      return Answer.success(
          PolicyResponse.changeAfterResetAtOnce(), PolicyResponse.netscapeExpired());
    }
    return policy
        .maxAge()
        .flatMap(age -> GeneralizedTime.in(entry, EXPIRES))
        .map(end -> end.isAfter(now) ? warn(end) : graceLogin())
        .orElse(Answer.success());
  }

  private boolean isLocked() {
    return number(FAILURES) >= policy.failuresToLock()
        && GeneralizedTime.in(entry, LOCK_END).filter(this::isLockedUntil).isPresent();
  }

  private boolean isLockedUntil(Instant end) {
    return end.isAfter(now) || policy.lockTime().isEmpty();
  }

  private void countFailure() {
    boolean forgotten = GeneralizedTime.in(entry, FAILURES_END).filter(now::isBefore).isEmpty();
    int failures = forgotten ? 1 : number(FAILURES) + 1;
    set(FAILURES, String.valueOf(failures));
    if (forgotten) {
      set(FAILURES_END, now.plus(FAILURES_LAST));
    }
    if (policy.locksAfter(failures)) {
      startLock();
    }
  }

  /** Sets the count to 0 if there was one. */
  private void forgetFailures() {
    if (has(FAILURES)) {
      set(FAILURES, "0");
    }
    remove(FAILURES_END, LOCK_END);
  }

  private void startLock() {
    Optional<Duration> time = policy.lockTime();
    set(LOCK_END, time.map(duration -> GeneralizedTime.of(now.plus(duration))).orElse(NO_TIME));
  }

  private Answer warn(Instant end) {
    Optional<Duration> warning = policy.warning();
    if (warning.isEmpty() || end.minus(warning.get()).isAfter(now)) {
      return Answer.success();
    }
    if (entry.values(WARNED).contains("1")) {
      return expiring(Duration.between(now, end));
    }
    // A user who is warned late still gets the whole time of the warning.
    set(WARNED, "1");
    set(EXPIRES, now.plus(warning.get()));
    return expiring(warning.get());
  }

  private static Answer expiring(Duration left) {
    long seconds = left.toSeconds();
    return Answer.success(
        PolicyResponse.secondsBeforeExpiration(seconds), PolicyResponse.netscapeExpiring(seconds));
  }

  private Answer graceLogin() {
    int left = policy.graceLogins() - number(GRACE_USES) - 1;
    if (left < 0) {
      return new Answer(
          49,
          "password expired!",
          PolicyResponse.passwordExpired(),
          PolicyResponse.netscapeExpired());
    }
    set(GRACE_USES, String.valueOf(number(GRACE_USES) + 1));
    return Answer.success(PolicyResponse.graceLoginsLeft(left), PolicyResponse.netscapeExpired());
  }
}

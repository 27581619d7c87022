// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An account under OpenLDAP's overlay ppolicy, with {@code pwdLockout} and {@code
 * ppolicy_use_lockout}. Operational attributes of the entry hold its state.
 */
final class OpenLdapAccount implements PolicyAccount {

  private static final String CHANGED = "pwdChangedTime";
  private static final String FAILURES = "pwdFailureTime";
  private static final String LOCKED = "pwdAccountLockedTime";
  private static final String GRACE_USES = "pwdGraceUseTime";
  private static final String RESET = "pwdReset";
  private static final String START = "pwdStartTime";
  private static final String END = "pwdEndTime";

  static final Set<String> ATTRIBUTES =
      Set.of(
          CHANGED,
          FAILURES,
          LOCKED,
          GRACE_USES,
          RESET,
          START,
          END,
          "pwdHistory",
          "pwdPolicySubentry");

  private static final String FOR_EVER = "000001010000Z";
  private static final Restriction ONLY_A_CHANGE =
      new Restriction(
          new Answer(
              50, "Operations are restricted to bind/unbind/abandon/StartTLS/modify password"),
          Subject.ENTRIES,
          false);

  private final EditableEntry entry;
  private final PolicyRules policy;
  private final Instant now;

  OpenLdapAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  @Override
  public void begin() {
    if (entry.values(CHANGED).isEmpty()) {
      set(CHANGED, GeneralizedTime.of(now));
    }
  }

  @Override
  public void renew() {
    set(CHANGED, GeneralizedTime.of(now));
    remove(FAILURES, LOCKED, GRACE_USES, RESET);
  }

  @Override
  public void activate() {
    renew();
    remove(START, END);
  }

  @Override
  public void disable() {
    activate();
    set(LOCKED, FOR_EVER);
  }

  @Override
  public void lock() {
    activate();
    set(LOCKED, GeneralizedTime.of(now));
  }

  @Override
  public void expire() {
    activate();
    set(END, GeneralizedTime.of(now.minusSeconds(1)));
  }

  @Override
  public void expirePassword() {
    activate();
    set(CHANGED, GeneralizedTime.of(now.minus(policy.requiredMaxAge())));
  }

  @Override
  public void requirePasswordChange() {
    activate();
    set(RESET, "TRUE");
  }

  @Override
  public Optional<Restriction> restriction() {
    return mustChangePassword() ? Optional.of(ONLY_A_CHANGE) : Optional.empty();
  }

  private boolean mustChangePassword() {
    return entry.values(RESET).contains("TRUE");
  }

  @Override
  public Answer bind(boolean passwordIsRight) {
    if (isOutsideItsTime() || isLocked()) {
      return Answer.invalidCredentials(PolicyResponse.accountLocked());
    }
    if (!passwordIsRight) {
      countFailure();
      return Answer.invalidCredentials(PolicyResponse.empty());
    }
    remove(FAILURES, LOCKED);
    if (mustChangePassword()) {
      return Answer.success(PolicyResponse.changeAfterReset());
    }
    return secondsLeft()
        .map(seconds -> seconds > 0 ? warn(seconds) : graceLogin())
        .orElse(Answer.success(PolicyResponse.empty()));
  }

  private boolean isOutsideItsTime() {
    return GeneralizedTime.in(entry, START).filter(now::isBefore).isPresent()
        || GeneralizedTime.in(entry, END).filter(now::isAfter).isPresent();
  }

  private boolean isLocked() {
    if (entry.values(LOCKED).isEmpty()) {
      return false;
    }
    return entry.values(LOCKED).contains(FOR_EVER) || lockEnd().filter(now::isAfter).isEmpty();
  }

  private Optional<Instant> lockEnd() {
    return policy
        .lockTime()
        .flatMap(time -> GeneralizedTime.in(entry, LOCKED).map(locked -> locked.plus(time)));
  }

  private void countFailure() {
    int failures = GeneralizedTime.addTo(entry, FAILURES, now);
    if (!entry.values(LOCKED).isEmpty()) {
      // The first wrong password after the end of a lock removes the lock, and sets no new one.
      remove(LOCKED);
    } else if (policy.locksAfter(failures)) {
      set(LOCKED, GeneralizedTime.of(now));
    }
  }

  /** Returns how long the password is still valid; not positive if it has expired. */
  private Optional<Long> secondsLeft() {
    return policy
        .maxAge()
        .flatMap(
            age ->
                GeneralizedTime.in(entry, CHANGED)
                    .map(changed -> Duration.between(now, changed.plus(age)).toSeconds()));
  }

  private Answer warn(long seconds) {
    boolean soon = policy.warning().filter(time -> seconds <= time.toSeconds()).isPresent();
    return Answer.success(
        soon ? PolicyResponse.secondsBeforeExpiration(seconds) : PolicyResponse.empty());
  }

  private Answer graceLogin() {
    if (entry.values(GRACE_USES).size() >= policy.graceLogins()) {
      return Answer.invalidCredentials(PolicyResponse.passwordExpired());
    }
    int used = GeneralizedTime.addTo(entry, GRACE_USES, now);
    return Answer.success(PolicyResponse.graceLoginsLeft(policy.graceLogins() - used));
  }

  private void set(String attribute, String... values) {
    entry.set(attribute, values);
  }

  private void remove(String... attributes) {
    for (String attribute : attributes) {
      entry.set(attribute);
    }
  }
}

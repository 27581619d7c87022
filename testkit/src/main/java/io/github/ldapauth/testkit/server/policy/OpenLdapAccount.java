// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Instant;
import java.util.Optional;

/**
 * An account under OpenLDAP's overlay ppolicy, with {@code pwdLockout} and {@code
 * ppolicy_use_lockout}. Operational attributes of the entry hold its state.
 */
final class OpenLdapAccount extends DraftAccount {

  private static final String START = "pwdStartTime";
  private static final String END = "pwdEndTime";
  private static final String FOR_EVER = "000001010000Z";
  private static final Restriction ONLY_A_CHANGE =
      new Restriction(
          new Answer(
              50, "Operations are restricted to bind/unbind/abandon/StartTLS/modify password"),
          Subject.ENTRIES,
          false);

  OpenLdapAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    super(entry, policy, now);
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
  public void expire() {
    activate();
    set(END, now.minusSeconds(1));
  }

  @Override
  public Optional<Restriction> restriction() {
    return mustChangePassword() ? Optional.of(ONLY_A_CHANGE) : Optional.empty();
  }

  @Override
  Answer bind(boolean passwordIsRight) {
    if (isOutsideItsTime() || isLocked()) {
      return Answer.invalidCredentials(PolicyResponse.accountLocked());
    }
    if (!passwordIsRight) {
      countFailure();
      return Answer.invalidCredentials(PolicyResponse.empty());
    }
    remove(FAILURES, LOCKED);
    return mustChangePassword() ? Answer.success(PolicyResponse.changeAfterReset()) : judgeAge();
  }

  private boolean isOutsideItsTime() {
    return GeneralizedTime.in(entry, START).filter(now::isBefore).isPresent()
        || GeneralizedTime.in(entry, END).filter(now::isAfter).isPresent();
  }

  private boolean isLocked() {
    return has(LOCKED)
        && (entry.values(LOCKED).contains(FOR_EVER) || lockEnd().filter(now::isAfter).isEmpty());
  }

  private Optional<Instant> lockEnd() {
    return policy
        .lockTime()
        .flatMap(time -> GeneralizedTime.in(entry, LOCKED).map(locked -> locked.plus(time)));
  }

  private void countFailure() {
    int failures = GeneralizedTime.addTo(entry, FAILURES, now);
    if (has(LOCKED)) {
      // The first wrong password after the end of a lock removes the lock, and sets no new one.
      remove(LOCKED);
    } else if (policy.locksAfter(failures)) {
      set(LOCKED, now);
    }
  }

  @Override
  Answer expiring(long secondsLeft) {
    return Answer.success(PolicyResponse.secondsBeforeExpiration(secondsLeft));
  }

  @Override
  Answer grace(int loginsLeft) {
    return Answer.success(PolicyResponse.graceLoginsLeft(loginsLeft));
  }

  @Override
  Answer expired() {
    return Answer.invalidCredentials(PolicyResponse.passwordExpired());
  }
}

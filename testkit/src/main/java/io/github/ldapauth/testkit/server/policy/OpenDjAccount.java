// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Instant;
import java.util.Optional;

/**
 * An account under the password policy of OpenDJ, with {@code expire-passwords-without-warning}.
 * Operational attributes of the entry hold its state.
 */
final class OpenDjAccount extends DraftAccount {

  private static final String DISABLED = "ds-pwp-account-disabled";
  private static final String END = "ds-pwp-account-expiration-time";

  OpenDjAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    super(entry, policy, now);
  }

  @Override
  public void activate() {
    renew();
    remove(DISABLED, END);
  }

  @Override
  public void disable() {
    activate();
    set(DISABLED, "true");
  }

  @Override
  public void expire() {
    activate();
    set(END, now.minusSeconds(1));
  }

  /** A grace login is for a change of the password only. */
  @Override
  public Optional<Restriction> restriction() {
    return mustChangePassword() || secondsLeft().filter(seconds -> seconds <= 0).isPresent()
        ? Optional.of(
            new Restriction(
                new Answer(
                    19,
                    entry.dn()
                        + " must change their password before it will be allowed to request any"
                        + " other operations"),
                Subject.SERVER,
                false))
        : Optional.empty();
  }

  @Override
  Answer bind(boolean passwordIsRight) {
    if (isTrue(DISABLED) || GeneralizedTime.in(entry, END).filter(now::isAfter).isPresent()) {
      return Answer.invalidCredentials(PolicyResponse.empty());
    }
    boolean locked = isLocked();
    if (!passwordIsRight) {
      if (!locked) {
        countFailure();
      }
      return Answer.invalidCredentials(PolicyResponse.empty());
    }
    if (locked) {
      return Answer.invalidCredentials(PolicyResponse.accountLocked());
    }
    Answer answer =
        mustChangePassword()
            ? Answer.success(PolicyResponse.changeAfterReset(), PolicyResponse.netscapeExpired())
            : judgeAge();
    if (answer.isSuccess()) {
      remove(FAILURES, LOCKED);
    }
    return answer;
  }

  private boolean isLocked() {
    return GeneralizedTime.in(entry, LOCKED)
        .filter(
            start -> policy.lockTime().filter(time -> !now.isBefore(start.plus(time))).isEmpty())
        .isPresent();
  }

  /** The first wrong password after a lock is the first of a new row. */
  private void countFailure() {
    if (has(LOCKED)) {
      remove(FAILURES, LOCKED);
    }
    int failures = GeneralizedTime.addTo(entry, FAILURES, now);
    if (policy.locksAfter(failures)) {
      set(LOCKED, now);
    }
  }

  @Override
  Answer expiring(long secondsLeft) {
    return Answer.success(
        PolicyResponse.secondsBeforeExpiration(secondsLeft),
        PolicyResponse.netscapeExpiring(secondsLeft));
  }

  @Override
  Answer grace(int loginsLeft) {
    return Answer.success(
        PolicyResponse.expiredWithGraceLoginsLeft(loginsLeft), PolicyResponse.netscapeExpired());
  }

  @Override
  Answer expired() {
    return Answer.invalidCredentials(
        PolicyResponse.passwordExpired(), PolicyResponse.netscapeExpired());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An account with the attributes of draft-behera-ldap-password-policy-10, section 5.3. */
abstract class DraftAccount extends PolicyAccount {

  static final String FAILURES = "pwdFailureTime";
  static final String LOCKED = "pwdAccountLockedTime";
  static final String GRACE_USES = "pwdGraceUseTime";
  private static final String CHANGED = "pwdChangedTime";
  private static final String RESET = "pwdReset";

  DraftAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    super(entry, policy, now);
  }

  @Override
  public final void begin() {
    if (!has(CHANGED)) {
      set(CHANGED, now);
    }
  }

  @Override
  public final void renew() {
    set(CHANGED, now);
    remove(FAILURES, LOCKED, GRACE_USES, RESET);
  }

  @Override
  public final void lock() {
    activate();
    set(LOCKED, now);
  }

  @Override
  public final void expirePassword() {
    activate();
    set(CHANGED, now.minus(policy.requiredMaxAge()));
  }

  @Override
  public final void requirePasswordChange() {
    activate();
    set(RESET, "TRUE");
  }

  final boolean mustChangePassword() {
    return isTrue(RESET);
  }

  /** Returns how long the password is still valid; not positive if it has expired. */
  final Optional<Long> secondsLeft() {
    return policy
        .maxAge()
        .flatMap(
            age ->
                GeneralizedTime.in(entry, CHANGED)
                    .map(changed -> Duration.between(now, changed.plus(age)).toSeconds()));
  }

  /** Answers a bind with the right password, whose age is of account. */
  final Answer judgeAge() {
    return secondsLeft()
        .map(seconds -> seconds > 0 ? warn(seconds) : graceLogin())
        .orElse(Answer.success(PolicyResponse.empty()));
  }

  private Answer warn(long seconds) {
    return policy.warning().filter(time -> seconds <= time.toSeconds()).isPresent()
        ? expiring(seconds)
        : Answer.success(PolicyResponse.empty());
  }

  private Answer graceLogin() {
    return entry.values(GRACE_USES).size() < policy.graceLogins()
        ? grace(policy.graceLogins() - GeneralizedTime.addTo(entry, GRACE_USES, now))
        : expired();
  }

  /** Warns of the end of the password. */
  abstract Answer expiring(long secondsLeft);

  /** Accepts an expired password. */
  abstract Answer grace(int loginsLeft);

  /** Refuses an expired password. */
  abstract Answer expired();
}

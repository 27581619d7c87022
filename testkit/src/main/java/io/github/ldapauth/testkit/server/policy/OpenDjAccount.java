// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An account under the password policy of OpenDJ, with {@code expire-passwords-without-warning}.
 * Operational attributes of the entry hold its state.
 */
final class OpenDjAccount implements PolicyAccount {

  private static final String DISABLED = "ds-pwp-account-disabled";
  private static final String END = "ds-pwp-account-expiration-time";
  private static final String CHANGED = "pwdChangedTime";
  private static final String FAILURES = "pwdFailureTime";
  private static final String LOCKED = "pwdAccountLockedTime";
  private static final String GRACE_USES = "pwdGraceUseTime";
  private static final String RESET = "pwdReset";

  static final Set<String> ATTRIBUTES =
      Set.of(
          DISABLED,
          END,
          CHANGED,
          FAILURES,
          LOCKED,
          GRACE_USES,
          RESET,
          "pwdHistory",
          "pwdPolicySubentry",
          "ds-pwp-password-policy-dn");

  private final EditableEntry entry;
  private final PolicyRules policy;
  private final Instant now;

  OpenDjAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  @Override
  public void begin() {
    if (entry.values(CHANGED).isEmpty()) {
      set(CHANGED, now);
    }
  }

  @Override
  public void renew() {
    set(CHANGED, now);
    remove(FAILURES, LOCKED, GRACE_USES, RESET);
  }

  @Override
  public void activate() {
    renew();
    remove(DISABLED, END);
  }

  @Override
  public void disable() {
    activate();
    entry.set(DISABLED, "true");
  }

  @Override
  public void lock() {
    activate();
    set(LOCKED, now);
  }

  @Override
  public void expire() {
    activate();
    set(END, now.minusSeconds(1));
  }

  @Override
  public void expirePassword() {
    activate();
    set(CHANGED, now.minus(policy.requiredMaxAge()));
  }

  @Override
  public void requirePasswordChange() {
    activate();
    entry.set(RESET, "true");
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

  private boolean mustChangePassword() {
    return isTrue(RESET);
  }

  private boolean isTrue(String attribute) {
    return entry.values(attribute).stream().anyMatch("true"::equalsIgnoreCase);
  }

  @Override
  public Answer bind(boolean passwordIsRight) {
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
            ? Answer.success(PolicyResponse.changeAfterReset(), expired())
            : secondsLeft()
                .map(seconds -> seconds > 0 ? warn(seconds) : graceLogin())
                .orElse(Answer.success(PolicyResponse.empty()));
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
    if (!entry.values(LOCKED).isEmpty()) {
      remove(FAILURES, LOCKED);
    }
    int failures = GeneralizedTime.addTo(entry, FAILURES, now);
    if (policy.locksAfter(failures)) {
      set(LOCKED, now);
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
    return policy.warning().filter(time -> seconds <= time.toSeconds()).isPresent()
        ? Answer.success(
            PolicyResponse.secondsBeforeExpiration(seconds),
            new Control(
                PasswordExpiringControl.PASSWORD_EXPIRING_OID,
                false,
                new ASN1OctetString(String.valueOf(seconds))))
        : Answer.success(PolicyResponse.empty());
  }

  private Answer graceLogin() {
    if (entry.values(GRACE_USES).size() >= policy.graceLogins()) {
      return Answer.invalidCredentials(PolicyResponse.passwordExpired(), expired());
    }
    int left = policy.graceLogins() - GeneralizedTime.addTo(entry, GRACE_USES, now);
    return Answer.success(PolicyResponse.expiredWithGraceLoginsLeft(left), expired());
  }

  private static Control expired() {
    return new Control(
        PasswordExpiredControl.PASSWORD_EXPIRED_OID, false, new ASN1OctetString("0"));
  }

  private void set(String attribute, Instant time) {
    entry.set(attribute, GeneralizedTime.of(time));
  }

  private void remove(String... attributes) {
    for (String attribute : attributes) {
      entry.set(attribute);
    }
  }
}

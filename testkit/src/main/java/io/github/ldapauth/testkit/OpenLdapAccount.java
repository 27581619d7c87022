// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies a password policy to one account as OpenLDAP's overlay ppolicy does, with {@code
 * pwdLockout} and {@code ppolicy_use_lockout}. All that is known of the account is in its
 * operational attributes.
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
          new Refusal(
              50, "Operations are restricted to bind/unbind/abandon/StartTLS/modify password"),
          false);

  private final Editable entry;
  private final PasswordPolicy policy;
  private final Instant now;

  OpenLdapAccount(Editable entry, PasswordPolicy policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  /** Says since when the password is there, unless that is said already. */
  @Override
  public void begin() {
    if (entry.values(CHANGED).isEmpty()) {
      set(CHANGED, GeneralizedTime.of(now));
    }
  }

  /** Makes the password a new one. */
  @Override
  public void renew() {
    set(CHANGED, GeneralizedTime.of(now));
    remove(FAILURES, LOCKED, GRACE_USES, RESET);
  }

  @Override
  public void putInto(AccountState state) {
    renew();
    remove(START, END);
    switch (state) {
      case ACTIVE -> {}
      case DISABLED -> set(LOCKED, FOR_EVER);
      case LOCKED -> set(LOCKED, GeneralizedTime.of(now));
      case EXPIRED -> set(END, GeneralizedTime.of(now.minusSeconds(1)));
      case PASSWORD_EXPIRED -> set(CHANGED, GeneralizedTime.of(now.minus(policy.requiredMaxAge())));
      case MUST_CHANGE_PASSWORD -> set(RESET, "TRUE");
    }
  }

  /** Answers a bind, with the response control. */
  @Override
  public BindAnswer bind(boolean passwordIsRight) {
    if (isOutsideItsTime() || isLocked()) {
      return BindAnswer.invalidCredentials(PolicyResponse.accountLocked());
    }
    if (!passwordIsRight) {
      countFailure();
      return BindAnswer.invalidCredentials(PolicyResponse.empty());
    }
    remove(FAILURES, LOCKED);
    if (entry.values(RESET).contains("TRUE")) {
      return BindAnswer.success(PolicyResponse.changeAfterReset()).then(ONLY_A_CHANGE);
    }
    return secondsLeft()
        .map(seconds -> seconds > 0 ? warn(seconds) : graceLogin())
        .orElse(BindAnswer.success(PolicyResponse.empty()));
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
    int failures = addNow(FAILURES);
    if (!entry.values(LOCKED).isEmpty()) {
      // The first wrong password after a lock has ended takes the lock away, and sets no new one.
      remove(LOCKED);
    } else if (policy.locksAfter(failures)) {
      set(LOCKED, GeneralizedTime.of(now));
    }
  }

  /** Adds this moment, or the next that is not there yet, and returns how many there are. */
  private int addNow(String attribute) {
    List<String> times = new ArrayList<>(entry.values(attribute));
    Instant time = now;
    while (times.contains(GeneralizedTime.precisely(time))) {
      time = time.plus(1, ChronoUnit.MICROS);
    }
    times.add(GeneralizedTime.precisely(time));
    set(attribute, times.toArray(String[]::new));
    return times.size();
  }

  /** Returns how long the password is good, not positive if it is no longer. */
  private Optional<Long> secondsLeft() {
    return policy
        .maxAge()
        .flatMap(
            age ->
                GeneralizedTime.in(entry, CHANGED)
                    .map(changed -> Duration.between(now, changed.plus(age)).toSeconds()));
  }

  private BindAnswer warn(long seconds) {
    boolean soon = policy.warning().filter(time -> seconds <= time.toSeconds()).isPresent();
    return BindAnswer.success(
        soon ? PolicyResponse.secondsBeforeExpiration(seconds) : PolicyResponse.empty());
  }

  private BindAnswer graceLogin() {
    if (entry.values(GRACE_USES).size() >= policy.graceLogins()) {
      return BindAnswer.invalidCredentials(PolicyResponse.passwordExpired());
    }
    int used = addNow(GRACE_USES);
    return BindAnswer.success(PolicyResponse.graceLoginsLeft(policy.graceLogins() - used));
  }

  private void set(String attribute, String... values) {
    entry.set(attribute, TestUser.bytes(values));
  }

  private void remove(String... attributes) {
    for (String attribute : attributes) {
      entry.set(attribute);
    }
  }
}

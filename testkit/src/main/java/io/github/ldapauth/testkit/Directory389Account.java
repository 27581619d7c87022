// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies a password policy to one account as 389 Directory Server does. All that is known of the
 * account is in its operational attributes.
 */
final class Directory389Account implements PolicyAccount {

  private static final String DISABLED = "nsAccountLock";
  private static final String FAILURES = "passwordRetryCount";
  private static final String FAILURES_END = "retryCountResetTime";
  private static final String LOCK_END = "accountUnlockTime";
  private static final String EXPIRES = "passwordExpirationTime";
  private static final String WARNED = "passwordExpWarned";
  private static final String GRACE_USES = "passwordGraceUserTime";

  static final Set<String> ATTRIBUTES =
      Set.of(
          DISABLED,
          FAILURES,
          FAILURES_END,
          LOCK_END,
          EXPIRES,
          WARNED,
          GRACE_USES,
          "pwdReset",
          "passwordHistory",
          "passwordAllowChangeTime");

  /** Stands for "never" as the end of a lock, and for "must be changed" as that of a password. */
  private static final String NO_TIME = "19700101000000Z";

  private static final Duration FAILURES_LAST = Duration.ofMinutes(10);

  private static final Restriction ONLY_A_CHANGE =
      new Restriction(new Refusal(53, "", List.of(expired())), true);

  private final Editable entry;
  private final PasswordPolicy policy;
  private final Instant now;

  Directory389Account(Editable entry, PasswordPolicy policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  /** Says when the password expires, unless that is said already. */
  @Override
  public void begin() {
    if (entry.values(EXPIRES).isEmpty()) {
      policy.maxAge().ifPresent(age -> set(EXPIRES, now.plus(age)));
    }
  }

  /** Makes the password a new one. */
  @Override
  public void renew() {
    remove(FAILURES, FAILURES_END, LOCK_END, EXPIRES, WARNED, GRACE_USES);
    begin();
  }

  /** Puts the account into a state; there is no {@link AccountState#EXPIRED}. */
  @Override
  public void putInto(AccountState state) {
    renew();
    remove(DISABLED);
    switch (state) {
      case ACTIVE, EXPIRED -> {}
      case DISABLED -> set(DISABLED, "TRUE");
      case LOCKED -> {
        set(FAILURES, String.valueOf(policy.failuresToLock()));
        lock();
      }
      case PASSWORD_EXPIRED -> {
        policy.requiredMaxAge();
        set(EXPIRES, now);
      }
      case MUST_CHANGE_PASSWORD -> set(EXPIRES, NO_TIME);
    }
  }

  /** Answers a bind, with the response control. */
  @Override
  public BindAnswer bind(boolean passwordIsRight) {
    if (entry.values(DISABLED).stream().anyMatch("true"::equalsIgnoreCase)) {
      return BindAnswer.refused(
          53, "Account inactivated. Contact system administrator.", PolicyResponse.accountLocked());
    }
    if (isLocked()) {
      String hope =
          policy.lockTime().isPresent()
              ? "Please try later."
              : "Contact system administrator to reset.";
      return BindAnswer.refused(
          19, "Exceed password retry limit. " + hope, PolicyResponse.accountLocked());
    }
    if (!passwordIsRight) {
      countFailure();
      return BindAnswer.invalidCredentials();
    }
    forgetFailures();
    if (entry.values(EXPIRES).contains(NO_TIME)) {
      return BindAnswer.success(PolicyResponse.changeAfterReset(), expired()).then(ONLY_A_CHANGE);
    }
    return policy
        .maxAge()
        .flatMap(age -> GeneralizedTime.in(entry, EXPIRES))
        .map(end -> end.isAfter(now) ? warn(end) : graceLogin())
        .orElse(BindAnswer.success());
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
      lock();
    }
  }

  /** Leaves a count of none behind, where there was one. */
  private void forgetFailures() {
    if (!entry.values(FAILURES).isEmpty()) {
      set(FAILURES, "0");
    }
    remove(FAILURES_END, LOCK_END);
  }

  private void lock() {
    Optional<Duration> time = policy.lockTime();
    set(LOCK_END, time.map(duration -> GeneralizedTime.of(now.plus(duration))).orElse(NO_TIME));
  }

  private BindAnswer warn(Instant end) {
    Optional<Duration> warning = policy.warning();
    if (warning.isEmpty() || end.minus(warning.get()).isAfter(now)) {
      return BindAnswer.success();
    }
    if (entry.values(WARNED).contains("1")) {
      return expiring(Duration.between(now, end));
    }
    // Who is warned late has the whole time of the warning all the same.
    set(WARNED, "1");
    set(EXPIRES, now.plus(warning.get()));
    return expiring(warning.get());
  }

  private static BindAnswer expiring(Duration left) {
    long seconds = left.toSeconds();
    return BindAnswer.success(
        PolicyResponse.secondsBeforeExpiration(seconds),
        new Control(
            PasswordExpiringControl.PASSWORD_EXPIRING_OID,
            false,
            new ASN1OctetString(String.valueOf(seconds))));
  }

  private BindAnswer graceLogin() {
    int left = policy.graceLogins() - number(GRACE_USES) - 1;
    if (left < 0) {
      return BindAnswer.refused(
          49, "password expired!", PolicyResponse.passwordExpired(), expired());
    }
    set(GRACE_USES, String.valueOf(number(GRACE_USES) + 1));
    return BindAnswer.success(PolicyResponse.graceLoginsLeft(left), expired());
  }

  private static Control expired() {
    return new Control(
        PasswordExpiredControl.PASSWORD_EXPIRED_OID, false, new ASN1OctetString("0"));
  }

  private int number(String attribute) {
    return entry.values(attribute).stream().findFirst().map(Integer::parseInt).orElse(0);
  }

  private void set(String attribute, Instant time) {
    set(attribute, GeneralizedTime.of(time));
  }

  private void set(String attribute, String value) {
    entry.set(attribute, TestUser.bytes(value));
  }

  private void remove(String... attributes) {
    for (String attribute : attributes) {
      entry.set(attribute);
    }
  }
}

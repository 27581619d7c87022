// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.Attribute;
import io.github.ldapauth.testkit.server.Account;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An account of Active Directory. */
final class ActiveDirectoryAccount implements Account {

  /** The {@code userAccountControl} of a user (MS-ADTS, section 2.2.16). */
  static final String NORMAL = "512";

  /** The {@code accountExpires} of an account that does not expire. */
  static final String NEVER = String.valueOf(Long.MAX_VALUE);

  /** The attributes that hold numbers, in lower case. */
  private static final Set<String> NUMBERS =
      Set.of("accountexpires", "badpwdcount", "lockouttime", "pwdlastset", "useraccountcontrol");

  private static final long DISABLED = 0x2;
  private static final long LOCKED_OUT = 0x10;
  private static final long PASSWORD_NEVER_EXPIRES = 0x10000;
  private static final long PASSWORD_EXPIRED = 0x800000;

  private final EditableEntry entry;
  private final PolicyRules policy;
  private final Instant now;

  ActiveDirectoryAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  /** Returns which of some attributes is malformed; empty if none is. */
  static Optional<String> mistake(Collection<Attribute> attributes) {
    return attributes.stream()
        .filter(attribute -> NUMBERS.contains(attribute.getName().toLowerCase(Locale.ROOT)))
        .flatMap(
            attribute ->
                Stream.of(attribute.getValues())
                    .filter(value -> !isNumber(value))
                    .map(value -> attribute.getName() + ": \"" + value + "\" is not a number"))
        .findFirst();
  }

  private static boolean isNumber(String value) {
    try {
      Long.parseLong(value);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public void activate() {
    set("userAccountControl", String.valueOf(control() & ~DISABLED));
    set("accountExpires", NEVER);
    renew();
    clearFailures();
  }

  @Override
  public void disable() {
    set("userAccountControl", String.valueOf(control() | DISABLED));
  }

  @Override
  public void lock() {
    set("lockoutTime", FileTime.of(now));
  }

  @Override
  public void expire() {
    set("accountExpires", FileTime.of(now));
  }

  @Override
  public void expirePassword() {
    String age = FileTime.of(now.minus(policy.requiredMaxAge()));
    set("userAccountControl", String.valueOf(control() & ~PASSWORD_NEVER_EXPIRES));
    set("pwdLastSet", age);
  }

  @Override
  public void requirePasswordChange() {
    set("pwdLastSet", "0");
  }

  @Override
  public void renew() {
    set("pwdLastSet", FileTime.of(now));
  }

  boolean isDisabled() {
    return (control() & DISABLED) != 0;
  }

  boolean isLocked() {
    return wasLocked() && !lockIsOver();
  }

  private boolean wasLocked() {
    return number("lockoutTime") != 0;
  }

  private boolean lockIsOver() {
    return policy.lockTime().filter(lock -> isOver("lockoutTime", lock)).isPresent();
  }

  boolean isExpired() {
    return number("accountExpires") != 0 && isOver("accountExpires", Duration.ZERO);
  }

  boolean mustChangePassword() {
    return number("pwdLastSet") == 0;
  }

  boolean isPasswordExpired() {
    return (control() & PASSWORD_NEVER_EXPIRES) == 0
        && policy.maxAge().filter(age -> isOver("pwdLastSet", age)).isPresent();
  }

  /** Returns the flags that time decides. */
  long computed() {
    boolean expires = (control() & PASSWORD_NEVER_EXPIRES) == 0;
    return (isLocked() ? LOCKED_OUT : 0)
        | (expires && (mustChangePassword() || isPasswordExpired()) ? PASSWORD_EXPIRED : 0);
  }

  /** Counts a wrong password; one too many locks the account. */
  void countFailure() {
    if (wasLocked() && lockIsOver()) {
      clearFailures();
    }
    long failures = number("badPwdCount") + 1;
    set("badPwdCount", String.valueOf(failures));
    if (policy.locksAfter((int) failures)) {
      set("lockoutTime", FileTime.of(now));
    }
  }

  /** Clears the count of wrong passwords, as the right one does. */
  void clearFailures() {
    set("badPwdCount", "0");
    if (wasLocked()) {
      set("lockoutTime", "0");
    }
  }

  private long control() {
    return number("userAccountControl", NORMAL);
  }

  /** Returns whether this long has passed since a time that an attribute holds. */
  private boolean isOver(String attribute, Duration duration) {
    return !FileTime.instant(number(attribute)).plus(duration).isAfter(now);
  }

  private long number(String attribute) {
    return number(attribute, "0");
  }

  private long number(String attribute, String absent) {
    return Long.parseLong(entry.values(attribute).stream().findFirst().orElse(absent));
  }

  private void set(String attribute, String value) {
    entry.set(attribute, value);
  }
}

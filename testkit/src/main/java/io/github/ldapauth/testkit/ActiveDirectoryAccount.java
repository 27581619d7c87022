// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Attribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads and writes the state of an account of Active Directory, which is in its attributes. */
final class ActiveDirectoryAccount {

  /** The {@code userAccountControl} of a person (MS-ADTS, section 2.2.16). */
  static final String NORMAL = "512";

  /** The {@code accountExpires} of an account that does not end. */
  static final String NEVER = String.valueOf(Long.MAX_VALUE);

  private static final List<String> NUMBERS =
      List.of("accountExpires", "badPwdCount", "lockoutTime", "pwdLastSet", "userAccountControl");

  private static final long DISABLED = 0x2;
  private static final long PASSWORD_NEVER_EXPIRES = 0x10000;

  private final Editable entry;
  private final PasswordPolicy policy;
  private final Instant now;

  ActiveDirectoryAccount(Editable entry, PasswordPolicy policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  /** Returns which of some attributes could not be read later; empty if all can. */
  static Optional<String> mistake(Collection<Attribute> attributes) {
    return attributes.stream()
        .filter(attribute -> NUMBERS.stream().anyMatch(attribute.getName()::equalsIgnoreCase))
        .flatMap(
            attribute ->
                Stream.of(attribute.getValues())
                    .filter(value -> !isNumber(value))
                    .map(value -> attribute.getName() + ": \"" + value + "\" is no number"))
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

  /** Puts it into a state. Other states stay, unless this is the active one. */
  void putInto(AccountState state) {
    switch (state) {
      case ACTIVE -> {
        set("userAccountControl", String.valueOf(control() & ~DISABLED));
        set("accountExpires", NEVER);
        renewPassword();
        forgetFailures();
      }
      case DISABLED -> set("userAccountControl", String.valueOf(control() | DISABLED));
      case LOCKED -> set("lockoutTime", FileTime.of(now));
      case EXPIRED -> set("accountExpires", FileTime.of(now));
      case PASSWORD_EXPIRED -> {
        set("userAccountControl", String.valueOf(control() & ~PASSWORD_NEVER_EXPIRES));
        set("pwdLastSet", FileTime.of(now.minus(policy.requiredMaxAge())));
      }
      case MUST_CHANGE_PASSWORD -> set("pwdLastSet", "0");
    }
  }

  /** Notes that the password was set just now. */
  void renewPassword() {
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

  boolean hasEnded() {
    return number("accountExpires") != 0 && isOver("accountExpires", Duration.ZERO);
  }

  boolean mustChangePassword() {
    return number("pwdLastSet") == 0;
  }

  boolean isPasswordExpired() {
    return (control() & PASSWORD_NEVER_EXPIRES) == 0
        && policy.maxAge().filter(age -> isOver("pwdLastSet", age)).isPresent();
  }

  /** Counts a wrong password; one too many locks the account. */
  void countFailure() {
    if (wasLocked() && lockIsOver()) {
      forgetFailures();
    }
    long failures = number("badPwdCount") + 1;
    set("badPwdCount", String.valueOf(failures));
    if (policy.locksAfter((int) failures)) {
      set("lockoutTime", FileTime.of(now));
    }
  }

  /** Forgets wrong passwords, as the right one does. */
  void forgetFailures() {
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
    entry.set(attribute, TestUser.bytes(value));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.LdapAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The directory's answer to a bind as a user.
 *
 * @param verdict what the answer means
 * @param detail the answer in one line: the result code (RFC 4511, appendix A), any other ground
 *     for the verdict, and the directory's diagnostic message; fit for a log, not for the user
 * @param warning the directory's warning; empty unless it accepted the password
 * @param isPolicyKnown whether the answer contains the control of a password policy, even an empty
 *     one
 */
public record PasswordCheck(
    Verdict verdict, String detail, Optional<PasswordWarning> warning, boolean isPolicyKnown) {

  private static final String RESET = "pwdReset";
  private static final String LOCKED = "pwdAccountLockedTime";
  private static final String OBJECT_CLASS = "objectClass";

  /** The attributes of a user's entry that {@link #with} reads. */
  public static final List<String> ENTRY_ATTRIBUTES = List.of(RESET, LOCKED, OBJECT_CLASS);

  /** The meaning of an answer to a bind. */
  public enum Verdict {
    /** The password is right. */
    ACCEPTED,
    /** The name or the password is wrong. */
    INVALID_CREDENTIALS,
    /** There is no such entry, or there can be none. */
    NO_SUCH_ENTRY,
    /** The account is locked. */
    ACCOUNT_LOCKED,
    /** The account is disabled. */
    ACCOUNT_DISABLED,
    /** The account has expired. */
    ACCOUNT_EXPIRED,
    /** The password is right, but has expired. */
    PASSWORD_EXPIRED,
    /** The password is right, but the user must change it first. */
    MUST_CHANGE_PASSWORD,
    /** The directory rejects the bind for another reason. */
    REFUSED
  }

  /**
   * Returns this answer, corrected by the user's entry. A proxy may drop the password policy's
   * control, so {@code pwdReset} counts too. A directory may report a locked account as a wrong
   * password, so {@code pwdAccountLockedTime} counts too. After a wrong password, an expired lock
   * is then reported as a lock until the next sign-in.
   */
  public PasswordCheck with(LdapAttributes entry) {
    if (verdict == Verdict.ACCEPTED && !isPolicyKnown && holds(entry, RESET, "TRUE")) {
      return rejected(Verdict.MUST_CHANGE_PASSWORD, ", but " + RESET + " of the entry is TRUE");
    }
    if (verdict == Verdict.INVALID_CREDENTIALS && !entry.all(LOCKED).isEmpty()) {
      return rejected(Verdict.ACCOUNT_LOCKED, ", and the entry has " + LOCKED);
    }
    return verdict != Verdict.ACCEPTED && holds(entry, OBJECT_CLASS, "alias")
        ? rejected(verdict, ", and the entry is an alias, which is not followed")
        : this;
  }

  private PasswordCheck rejected(Verdict because, String what) {
    return new PasswordCheck(because, detail + what, Optional.empty(), isPolicyKnown);
  }

  private static boolean holds(LdapAttributes entry, String name, String value) {
    for (String each : entry.all(name)) {
      if (value.equalsIgnoreCase(each)) {
        return true;
      }
    }
    return false;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.LdapAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The directory's answer to a bind as a user.
 *
 * @param verdict what the answer means
 * @param detail the answer itself, in one line: the result code (RFC 4511, appendix A), what else
 *     decided, and the directory's diagnostic message; fit for a log, not for the user
 * @param warning what the directory warns of; empty unless it accepted the password
 * @param isPolicyKnown whether the directory's password policy answered, if only with silence
 */
public record PasswordCheck(
    Verdict verdict, String detail, Optional<PasswordWarning> warning, boolean isPolicyKnown) {

  private static final String RESET = "pwdReset";
  private static final String LOCKED = "pwdAccountLockedTime";
  private static final String OBJECT_CLASS = "objectClass";

  /** The attributes of a user's entry that {@link #with} reads. */
  public static final List<String> ENTRY_ATTRIBUTES = List.of(RESET, LOCKED, OBJECT_CLASS);

  /** What an answer to a bind means. */
  public enum Verdict {
    /** The password is right. */
    ACCEPTED,
    /** Name and password do not belong together. */
    INVALID_CREDENTIALS,
    /** There is no such entry, or can be none. */
    NO_SUCH_ENTRY,
    /** The account is locked. */
    ACCOUNT_LOCKED,
    /** The account is disabled. */
    ACCOUNT_DISABLED,
    /** The account has ended. */
    ACCOUNT_EXPIRED,
    /** The password is right, but too old. */
    PASSWORD_EXPIRED,
    /** The password is right, but only good for setting another one. */
    MUST_CHANGE_PASSWORD,
    /** The directory rejects the bind for another reason. */
    REFUSED
  }

  /**
   * Returns this answer, completed by what the user's entry says. A proxy may drop what the
   * password policy says of a password that must be changed. A directory may call a locked account
   * a wrong password, so that a lock that has run out looks like one, until the next sign-in.
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
    return entry.all(name).stream().anyMatch(value::equalsIgnoreCase);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.Optional;

/**
 * Holds the directory's answer to a bind as a person.
 *
 * @param verdict what the answer means
 * @param detail the answer itself, in one line: the result code (RFC 4511, appendix A), what else
 *     decided, and the directory's diagnostic message; fit for a log, not for the person
 * @param warning what the directory warns of; empty unless it accepted the password
 */
public record PasswordCheck(Verdict verdict, String detail, Optional<PasswordWarning> warning) {

  /** Says what an answer to a bind means. */
  public enum Verdict {
    /** The password is the person's. */
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
    /** The password is the person's, and too old. */
    PASSWORD_EXPIRED,
    /** The password is the person's, and good for nothing but setting another one. */
    MUST_CHANGE_PASSWORD,
    /** The directory does not let this person bind, for another reason. */
    REFUSED
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/**
 * Holds the directory's answer to a bind as a person.
 *
 * @param verdict what the answer means
 * @param resultCode the result code (RFC 4511, appendix A)
 * @param diagnostic the directory's diagnostic message, fit for a log, not for the person
 */
public record PasswordCheck(Verdict verdict, int resultCode, String diagnostic) {

  /** Says what an answer to a bind means. */
  public enum Verdict {
    /** The password is the person's. */
    ACCEPTED,
    /** Name and password do not belong together. */
    INVALID_CREDENTIALS,
    /** There is no such entry, or can be none. */
    NO_SUCH_ENTRY,
    /** The directory does not let this person bind, whatever the password. */
    REFUSED
  }
}

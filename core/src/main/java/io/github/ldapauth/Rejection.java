// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LogText;
import java.util.function.UnaryOperator;

/** The answer no, thrown by the step that finds it. Never leaves the library. */
final class Rejection extends RuntimeException {

  /** The same text for every reason. */
  static final String PUBLIC_MESSAGE =
      "The user name or the password is wrong, or you may not sign in here.";

  private static final long serialVersionUID = 1;

  private final RejectionReason reason;
  private final String detail;
  private final String hint;

  Rejection(RejectionReason reason, String detail) {
    this(reason, detail, "");
  }

  /**
   * Makes the answer no.
   *
   * @param detail the reason in words; it may have names that were typed
   * @param hint the end of the detail, which may name settings
   */
  Rejection(RejectionReason reason, String detail, String hint) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    // DNs and server messages may contain line breaks.
    this.detail = LogText.whole(detail);
    this.hint = LogText.whole(hint);
  }

  RejectionReason reason() {
    return reason;
  }

  String detail() {
    return detail + hint;
  }

  /** Returns the same rejection with a hint, which may name settings, at the end of its detail. */
  Rejection explainedBy(String explanation) {
    return new Rejection(reason, detail, hint + explanation);
  }

  /** Returns the same rejection with other words for the settings that it names. */
  Rejection reworded(UnaryOperator<String> words) {
    return new Rejection(reason, detail, words.apply(hint));
  }

  /**
   * Throws if the reason is ambiguity, for callers that return empty for all other reasons.
   *
   * @throws LdapDirectoryException if several entries match
   */
  void failIfAmbiguous() {
    if (reason == RejectionReason.AMBIGUOUS_USER) {
      throw new LdapDirectoryException(Stage.FIND_USER, detail());
    }
  }
}

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

  Rejection(RejectionReason reason, String detail) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    // DNs and server messages may contain line breaks.
    this.detail = LogText.whole(detail);
  }

  RejectionReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }

  /** Returns the same rejection with other words in its detail. */
  Rejection reworded(UnaryOperator<String> words) {
    return new Rejection(reason, words.apply(detail));
  }

  /**
   * Throws if the reason is ambiguity, for callers that return empty for all other reasons.
   *
   * @throws LdapDirectoryException if several entries match
   */
  void failIfAmbiguous() {
    if (reason == RejectionReason.AMBIGUOUS_USER) {
      throw new LdapDirectoryException(Stage.FIND_USER, detail);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LogText;

/** Carries a no from the step that finds it to the end of the attempt; never leaves the library. */
final class Rejection extends RuntimeException {

  /** Says the same to everybody, whatever the reason. */
  static final String PUBLIC_MESSAGE =
      "The user name or the password is wrong, or you may not sign in here.";

  private static final long serialVersionUID = 1;

  private final RejectionReason reason;
  private final String detail;

  Rejection(RejectionReason reason, String detail) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    // Details hold DNs and words of a server, which may hold line breaks.
    this.detail = LogText.whole(detail);
  }

  RejectionReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}

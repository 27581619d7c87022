// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Carries a no from the step that finds it to the end of the attempt; never leaves the library. */
final class Rejection extends RuntimeException {

  /** Says the same to everybody, whatever the reason. */
  static final String PUBLIC_MESSAGE =
      "The user name or the password is wrong, or you may not sign in here.";

  private static final long serialVersionUID = 1;

  private final RejectionReason reason;
  private final String detail;

  Rejection(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  RejectionReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}

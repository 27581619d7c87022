// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Carries a no from the step that finds it to the end of the attempt; never leaves the library. */
final class Rejection extends RuntimeException {

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

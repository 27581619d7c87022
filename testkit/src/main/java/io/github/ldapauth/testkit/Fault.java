// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/**
 * Says what happens to one request.
 *
 * @param works whether the request takes effect first
 * @param resultCode what is answered
 * @param text the diagnostic message, or the URL of a referral
 */
record Fault(boolean works, int resultCode, String text, Ending ending) {

  enum Ending {
    ANSWER,
    REFERRAL,
    SILENCE,
    CLOSE
  }

  static Fault answer(int resultCode, String diagnosticMessage) {
    return new Fault(false, resultCode, diagnosticMessage, Ending.ANSWER);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** Is told how sign-ins end: for audit trails, metrics and alarms. */
@FunctionalInterface
public interface SignInListener {

  /**
   * Is called once for each attempt, by the thread that made it, when everything is done and before
   * the caller gets the answer. If it throws, that is logged as a warning; the answer stays the
   * same, and the next listener is called.
   */
  void onOutcome(SignInEvent event);
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/**
 * An exception that a listener throws is logged as a warning and changes nothing else: the answer
 * stays the same, and the next listener is told.
 *
 * <p>A listener is told how sign-ins end: for audit trails, metrics and alarms.
 */
@FunctionalInterface
public interface SignInListener {

  /**
   * Is called once for each attempt, by the thread that made it, when everything is done and before
   * the caller gets the answer.
   */
  void onOutcome(SignInEvent event);
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/**
 * A listener for the outcomes of sign-ins, for audit trails, metrics and alarms.
 *
 * <p>If a listener throws, ldapauth logs a warning. The result stays the same, and the next
 * listener is called.
 */
@FunctionalInterface
public interface SignInListener {

  /**
   * Receives an outcome. ldapauth calls this once per attempt, on the calling thread, just before
   * it returns: a slow listener makes the sign-in slow.
   *
   * @param event {@link SignInEvent.Succeeded}, {@link SignInEvent.Rejected}, {@link
   *     SignInEvent.Failed} or {@link SignInEvent.PasswordChange}
   */
  void onOutcome(SignInEvent event);
}

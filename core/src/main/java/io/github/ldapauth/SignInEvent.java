// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.DirectoryRequest;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of an attempt to sign in, to populate a user or to change a password. Contains no
 * password.
 */
public sealed interface SignInEvent {

  /** The kind of an attempt. */
  enum Kind {
    /** {@link LdapAuthenticator#authenticate}. */
    SIGN_IN,
    /** {@link LdapAuthenticator#populate} or {@link LdapAuthenticator#populatePermitted}. */
    POPULATE,
    /** {@link LdapAuthenticator#changePassword}. */
    CHANGE_PASSWORD
  }

  /**
   * An attempt.
   *
   * @param kind what was attempted
   * @param username the user name as it was given, control characters included; empty if there was
   *     none
   * @param duration how long it took
   * @param requests the requests to the directory, and the connections that were opened for them,
   *     in the order in which they began. One that still has no answer is not among them
   */
  record Attempt(Kind kind, String username, Duration duration, List<DirectoryRequest> requests) {}

  /** Returns what was attempted. */
  Attempt attempt();

  /**
   * The attempt succeeded.
   *
   * @param ldapUser the user as the directory describes it
   * @param created whether the application's user is new
   * @param missing mapped attributes that the entry does not have
   * @param status the state of the account at the sign-in, or in the entry of a populated user
   */
  record Succeeded(
      Attempt attempt,
      LdapUser ldapUser,
      boolean created,
      List<String> missing,
      AccountStatus status)
      implements SignInEvent {}

  /**
   * The answer was no.
   *
   * @param reason the reason
   * @param detail the reason in words: one line, fit for a log, not for the user
   * @param status the state of the account, and whether the password was proven right
   */
  record Rejected(Attempt attempt, RejectionReason reason, String detail, AccountStatus status)
      implements SignInEvent {}

  /**
   * The password was changed, or the new one was refused. A new password that is refused does not
   * prove the old one: see {@link PasswordChangeResult.Refused}.
   *
   * @param result the outcome; never {@link PasswordChangeResult.Rejected}, which is a {@link
   *     Rejected} event
   */
  record PasswordChange(Attempt attempt, PasswordChangeResult result) implements SignInEvent {}

  /**
   * There was no answer.
   *
   * @param error what the caller catches: a {@link LdapDirectoryException}, or any exception or
   *     {@link Error} of the application's own code
   */
  record Failed(Attempt attempt, Throwable error) implements SignInEvent {

    /** Returns the step at which the directory failed; empty if the application's code failed. */
    public Optional<Stage> stage() {
      return error instanceof LdapDirectoryException e ? Optional.of(e.stage()) : Optional.empty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.PasswordWarning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells how an attempt to sign somebody in, or to populate a user, ended. Holds no password. */
public sealed interface SignInEvent {

  /** Says what was attempted. */
  enum Kind {
    /** {@link LdapAuthenticator#authenticate}. */
    SIGN_IN,
    /** {@link LdapAuthenticator#populate} or {@link LdapAuthenticator#populatePermitted}. */
    POPULATE
  }

  /**
   * Describes the attempt.
   *
   * @param kind what was attempted
   * @param username the user name as it was given, odd characters included; empty if there was none
   * @param duration how long it took
   */
  record Attempt(Kind kind, String username, Duration duration) {}

  /** Returns what was attempted. */
  Attempt attempt();

  /**
   * Tells that it worked.
   *
   * @param ldapUser what the directory says about the person
   * @param created whether the application's user is new
   * @param missing mapped attributes that the entry does not have
   * @param warning what the directory warned of when the person signed in; empty if nothing
   */
  record Succeeded(
      Attempt attempt,
      LdapUser ldapUser,
      boolean created,
      List<String> missing,
      Optional<PasswordWarning> warning)
      implements SignInEvent {}

  /**
   * Tells that the answer was no.
   *
   * @param reason why
   * @param detail the same in words, odd characters included
   */
  record Rejected(Attempt attempt, RejectionReason reason, String detail) implements SignInEvent {}

  /**
   * Tells that there was no answer.
   *
   * @param error what the caller gets: a {@link LdapDirectoryException}, or whatever the
   *     application's own code threw, an {@link Error} included
   */
  record Failed(Attempt attempt, Throwable error) implements SignInEvent {

    /** Returns the step at which the directory had no answer; empty if it was not the directory. */
    public Optional<Stage> stage() {
      return error instanceof LdapDirectoryException e ? Optional.of(e.stage()) : Optional.empty();
    }
  }
}

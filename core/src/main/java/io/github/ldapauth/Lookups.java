// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.RefreshResult.Ended;
import io.github.ldapauth.RefreshResult.Permitted;
import io.github.ldapauth.UserWriter.Purpose;
import io.github.ldapauth.UserWriter.SavedUser;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls without a password.
 *
 * @param server chooses the server, once for each call
 */
record Lookups<U>(
    Supplier<UserReader> server, AccessRules rules, UserMapping<U> mapping, UserWriter<U> writer) {

  /** Returns these calls for one server. */
  Lookups<U> at(Supplier<UserReader> server) {
    return new Lookups<>(server, rules, mapping, writer);
  }

  /**
   * Finds a user, and finds or creates, fills and saves the application's user.
   *
   * @throws Rejection if the answer is no
   */
  Populated<U> populate(@Nullable String username, Purpose purpose, AttemptRecorder attempt) {
    LdapUser user =
        find(
            username,
            purpose == Purpose.POPULATE ? any -> {} : this::requirePermitted,
            attempt::sends);
    SavedUser<U> saved = writer.save(user, purpose);
    attempt.missing(saved.missing());
    return new Populated<>(saved.account(), user, saved.created());
  }

  /** Returns a user; empty if there is none. */
  Optional<LdapUser> lookup(@Nullable String username) {
    try {
      return Optional.of(find(username, any -> {}, unused -> {}));
    } catch (Rejection no) {
      no.failIfAmbiguous();
      return Optional.empty();
    }
  }

  /** Returns a user who may sign in; empty if there is none. */
  Optional<LdapUser> lookupPermitted(@Nullable String username) {
    try {
      LdapUser user = find(username, this::requirePermitted, unused -> {});
      writer.requirePermitted(user);
      return Optional.of(user);
    } catch (Rejection no) {
      failIfUnknown(no);
      return Optional.empty();
    }
  }

  /** Reads a user again, and decides whether the user may still sign in. */
  RefreshResult refresh(LdapUser known) {
    UserReader reader = server.get();
    AccountStatus status = AccountStatus.UNKNOWN;
    try {
      LdapUser user;
      try (DirectorySession session = reader.openSession()) {
        user = reader.readAgain(known, session);
      }
      status = user.status();
      requirePermitted(user);
      writer.requirePermitted(user);
      return new Permitted(user);
    } catch (Rejection no) {
      failIfUnknown(no);
      return new Ended(no.reason(), no.detail(), status);
    }
  }

  /** Requires that the entry shows no problem, and that the rules permit the user. */
  private void requirePermitted(LdapUser user) {
    AccountRules.require(user);
    rules.check(user);
  }

  private static void failIfUnknown(Rejection no) {
    no.failIfAmbiguous();
    if (no.reason() == RejectionReason.MEMBERSHIP_UNKNOWN) {
      throw new LdapDirectoryException(Stage.READ_GROUPS, no.detail());
    }
  }

  /**
   * Finds a user without a password.
   *
   * @param check throws a {@link Rejection} to reject the user
   * @param opened gets the session before its first request
   */
  private LdapUser find(
      @Nullable String username, Consumer<LdapUser> check, Consumer<DirectorySession> opened) {
    String name = mapping.directoryNameOf(Credentials.username(username));
    UserReader reader = server.get();
    try (DirectorySession session = reader.openSession()) {
      opened.accept(session);
      return reader.lookUp(name, check, session);
    }
  }
}

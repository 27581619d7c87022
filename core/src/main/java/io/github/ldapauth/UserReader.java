// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.cache.LookupMemory;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.Groups;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A reader that finds users in one directory, and reads their entries and groups. */
final class UserReader {

  private final LdapAuthConfig config;
  private final Directory directory;
  private final LookupMemory memory;
  private final CachedReads cached;
  private final @Nullable RuleGroups ruleGroups;
  private final ExplainedSteps explained;
  private final AccountChecks accounts;
  private final UserAttributes attributes;

  /**
   * Prepares the requests.
   *
   * @param mapping the attributes and groups that it uses are read
   */
  UserReader(
      LdapAuthConfig config, Directory directory, LookupMemory memory, UserMapping<?> mapping) {
    this.config = config;
    this.directory = directory;
    this.memory = memory;
    this.accounts = AccountChecks.of(config);
    this.attributes = UserAttributes.of(config, mapping, accounts);
    this.explained = ExplainedSteps.of(config);
    GroupLookup groups = config.groups().orElse(null);
    this.ruleGroups = groups == null ? null : RuleGroups.of(config, groups, mapping);
    this.cached = new CachedReads(config, this, attributes.all(), memory, ruleGroups);
  }

  /** Returns a session for one sign-in or look-up. */
  DirectorySession openSession() {
    return directory.openSession(config.timeLimit());
  }

  Health health() {
    return directory.health();
  }

  /**
   * Finds the user to bind as.
   *
   * @param decoy takes the place of the bind of an unknown user
   * @throws Rejection if there is none, or more than one
   */
  FoundUser find(String username, DecoyBind decoy, DirectorySession session) {
    List<String> wanted = config.readAsUser() ? attributes.beforeBind() : attributes.all();
    try {
      return explained.run(() -> config.users().find(username, wanted, session), session);
    } catch (Rejection no) {
      throw explained.reword(() -> decoy.send(no, session));
    }
  }

  /**
   * Runs a step that sends a request. The application's code is not part of it, so that what that
   * throws stays as it is.
   *
   * @throws LdapDirectoryException with the settings as the reader wrote them
   */
  <T> T request(Supplier<T> step) {
    return explained.reword(step);
  }

  /** See {@link AccountChecks#requireNoLockout}. */
  void requireNoLockout(FoundUser found, DirectorySession session) {
    explained.reword(() -> accounts.requireNoLockout(found, session));
  }

  /** Returns a user with the entry, if the service account is to read it. */
  FoundUser withEntry(FoundUser found, DirectorySession session) {
    return found.entry() != null || config.readAsUser()
        ? found
        : found.with(entryOf(found, session).orElse(null));
  }

  /**
   * Checks that new passwords are sent with TLS, or do not leave the machine.
   *
   * @throws IllegalStateException if not
   */
  void requireProtectedPasswords() {
    directory.requireProtectedPasswords();
  }

  /** Returns the checks of accounts. */
  AccountChecks accounts() {
    return accounts;
  }

  /**
   * Prepares to read the entry and the groups of a user, without the cache: beside the next bind if
   * that saves round trips, otherwise after it.
   *
   * @return reads them, or waits for them. Call it after the directory accepted the password
   */
  Supplier<LdapUser> prepareRead(FoundUser found, DirectorySession session) {
    boolean beside = readsBesideBind(session);
    Supplier<Optional<LdapEntry>> entry =
        beside ? readBesideBind(found, session) : () -> entryOf(found, session);
    Function<LdapEntry, @Nullable Groups> groups =
        beside && ruleGroups != null
            ? ruleGroups.prepareRead(found, entry, session)
            : user -> groupsOf(user, session);
    return () -> explained.run(() -> read(found, entry.get(), groups, session), session);
  }

  /** Not if the user reads, as the bind is on that connection. */
  private boolean readsBesideBind(DirectorySession session) {
    return !config.readAsUser() && config.readBesideBind().isChosen(session);
  }

  private Supplier<Optional<LdapEntry>> readBesideBind(FoundUser found, DirectorySession session) {
    LdapEntry known = found.entry();
    return known == null
        ? session.besideBind(Stage.READ_USER, side -> entryOf(found, side))
        : () -> Optional.of(known);
  }

  private LdapUser read(
      FoundUser found,
      Optional<LdapEntry> read,
      Function<LdapEntry, @Nullable Groups> groups,
      DirectorySession session) {
    if (read.isEmpty()) {
      throw unreadable(found);
    }
    LdapEntry entry = read.get();
    memory.outdateGroups(entry.dn(), session.openedAt());
    String username = config.users().usernameOf(entry);
    return user(username, entry, groups.apply(entry), session.openedAt());
  }

  /** Returns a user with the state that the entry shows. */
  LdapUser user(String name, LdapEntry entry, @Nullable Groups groups, Instant readAt) {
    return new LdapUser(name, entry, groups, readAt, accounts.statusOf(entry));
  }

  LdapDirectoryException unreadable(FoundUser found) {
    String reader =
        config.readAsUser()
            ? "the user cannot read "
            : config.serviceAccount().isAnonymous()
                ? "set serviceAccount(...), or readAsUser() if users may read their own entries:"
                    + " anonymous searches cannot read "
                : "the service account cannot read ";
    return new LdapDirectoryException(
        Stage.READ_USER, reader + found.bindName() + ", although the bind succeeded");
  }

  /** Caches what a sign-in read. Call this last, so that a rejected sign-in caches nothing. */
  void cache(String username, LdapUser user) {
    cached.cache(username, user);
  }

  /**
   * Finds and reads a user without a password, from cached DNs and groups if there are any.
   *
   * @param check throws a {@link Rejection} to reject the user, who is then not cached
   * @throws Rejection if there is none, or more than one
   */
  LdapUser lookUp(String username, Consumer<LdapUser> check, DirectorySession session) {
    return explained.run(() -> cached.lookUp(username, check, session), session);
  }

  /** Evicts the cached DN and groups of a user. */
  void evict(String username) {
    cached.evict(username);
  }

  /**
   * Reads a user again, without the cache.
   *
   * @throws Rejection if the user is not there any more
   * @throws LdapDirectoryException if it is unknown whether this is still the same user
   */
  LdapUser readAgain(LdapUser known, DirectorySession session) {
    return explained.run(() -> readCurrent(known, session), session);
  }

  private LdapUser readCurrent(LdapUser known, DirectorySession session) {
    LdapEntry entry =
        config
            .users()
            .findStill(known.entry(), attributes.all(), session)
            .orElseThrow(
                () ->
                    new Rejection(
                        RejectionReason.USER_NOT_FOUND,
                        known.dn() + " is not there any more, or another user's"));
    String name = config.users().usernameOf(entry);
    known.requireSame(name, entry);
    return user(name, entry, groupsOf(entry, session), session.openedAt());
  }

  /** Reads the entry of a user, if that is not done yet. */
  Optional<LdapEntry> entryOf(FoundUser found, DirectorySession session) {
    return config.users().read(found, attributes.all(), session);
  }

  /** Reads the groups of a user; null if no look-up is configured. */
  @Nullable Groups groupsOf(LdapEntry user, DirectorySession session) {
    return ruleGroups == null ? null : ruleGroups.read(user, session);
  }
}

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
  private final List<String> attributes;
  private final List<String> attributesBeforeBind;

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
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(config.attributes());
    names.addAll(mapping.attributes());
    this.attributesBeforeBind = attributesBeforeBind(names, config, accounts);
    names.addAll(attributesBeforeBind);
    names.addAll(config.users().attributes());
    GroupLookup groups = config.groups().orElse(null);
    if (groups != null) {
      names.addAll(groups.userAttributes());
    }
    if (names.contains("*")) { // a directory takes time for each name
      accounts.userAttributes().forEach(names::remove);
    }
    this.explained = ExplainedSteps.of(config);
    this.ruleGroups = groups == null ? null : RuleGroups.of(config, groups, mapping);
    this.attributes = List.copyOf(names);
    this.cached = new CachedReads(config, this, attributes, memory, ruleGroups);
  }

  /**
   * Returns the attributes that the service account reads, even if the user reads the rest.
   *
   * @param wanted those of the configuration. If it names a stable id, all are read, so that every
   *     read of a user finds the same one
   */
  static List<String> attributesBeforeBind(
      Set<String> wanted, LdapAuthConfig config, AccountChecks accounts) {
    List<String> all = LdapEntry.STABLE_ID_ATTRIBUTES;
    boolean namesAnId = wanted.contains("+") || all.stream().anyMatch(wanted::contains);
    List<String> names = new ArrayList<>(namesAnId ? all : config.stableIdAttributes());
    names.addAll(accounts.attributes());
    return Collections.unmodifiableList(names);
  }

  /**
   * Checks that new passwords are sent with TLS, or do not leave the machine.
   *
   * @throws IllegalStateException if not
   */
  void requireProtectedPasswords() {
    directory.requireProtectedPasswords();
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
    List<String> wanted = config.readAsUser() ? attributesBeforeBind : attributes;
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

  /** Returns a user with the entry, if the service account is to read it. */
  FoundUser withEntry(FoundUser found, DirectorySession session) {
    return found.entry() != null || config.readAsUser()
        ? found
        : found.with(entryOf(found, session).orElse(null));
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
            .findStill(known.entry(), attributes, session)
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
    return config.users().read(found, attributes, session);
  }

  /** Reads the groups of a user; null if no look-up is configured. */
  @Nullable Groups groupsOf(LdapEntry user, DirectorySession session) {
    return ruleGroups == null ? null : ruleGroups.read(user, session);
  }
}

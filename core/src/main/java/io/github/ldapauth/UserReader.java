// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.cache.LookupMemory;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.PasswordCheck;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.Groups;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds users in one directory, and reads their entries and groups. */
final class UserReader {

  private final LdapAuthConfig config;
  private final Directory directory;
  private final LookupMemory memory;
  private final @Nullable RuleGroups ruleGroups;
  private final List<String> attributes;

  /**
   * Prepares the requests.
   *
   * @param mapping what is done with users, and so has to be read
   */
  UserReader(
      LdapAuthConfig config, Directory directory, LookupMemory memory, UserMapping<?> mapping) {
    this.config = config;
    this.directory = directory;
    this.memory = memory;
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(config.attributes());
    names.addAll(mapping.attributes());
    names.addAll(LdapEntry.STABLE_ID_ATTRIBUTES);
    names.addAll(PasswordCheck.ENTRY_ATTRIBUTES);
    names.addAll(config.users().attributes());
    GroupLookup groups = config.groups().orElse(null);
    if (groups != null) {
      names.addAll(groups.userAttributes());
    }
    this.ruleGroups = groups == null ? null : RuleGroups.of(config, groups, mapping);
    this.attributes = List.copyOf(names);
  }

  /** Begins the requests of one sign-in or look-up. */
  DirectorySession openSession() {
    return directory.openSession(config.timeLimit());
  }

  /**
   * Finds the user to bind as.
   *
   * @throws Rejection if there is none, or more than one
   */
  FoundUser find(String username, DirectorySession session) {
    return config
        .users()
        .find(username, config.readAsUser() ? PasswordCheck.ENTRY_ATTRIBUTES : attributes, session);
  }

  /** Reads a user who could bind: the entry, then the groups. */
  LdapUser read(FoundUser found, DirectorySession session) {
    LdapEntry entry = entryOf(found, session).orElseThrow(() -> unreadable(found));
    if (found.dn() == null || found.entry() != null) {
      memory.cacheDn(found.username(), entry.dn());
    }
    return describe(entry, groupsOf(entry, session));
  }

  private LdapDirectoryException unreadable(FoundUser found) {
    String reader =
        config.readAsUser()
            ? "the user cannot read "
            : config.serviceAccount().isAnonymous()
                ? "call serviceAccount(...), or readAsUser() if users may read their own entries:"
                    + " an anonymous reader cannot read "
                : "the service account cannot read ";
    return new LdapDirectoryException(
        Stage.READ_USER, reader + found.bindName() + ", which could bind");
  }

  /**
   * Finds and reads a user without a password, with cached help.
   *
   * @throws Rejection if there is none, or more than one
   */
  LdapUser lookUp(String username, DirectorySession session) {
    LdapEntry entry =
        findCached(username, session).orElseGet(() -> findUncached(username, session));
    return describe(
        entry, cachedGroupsOf(entry, session).orElseGet(() -> groupsOf(entry, session)));
  }

  private Optional<LdapEntry> findCached(String username, DirectorySession session) {
    return memory
        .cachedDn(username)
        .flatMap(dn -> config.users().findAgain(dn, username, attributes, session));
  }

  private LdapEntry findUncached(String username, DirectorySession session) {
    FoundUser found = config.users().find(username, attributes, session);
    LdapEntry entry = entryOf(found, session).orElseThrow(UserReader::missing);
    if (found.dn() == null || found.entry() != null) {
      memory.cacheDn(username, entry.dn());
    }
    return entry;
  }

  private static Rejection missing() {
    return new Rejection(RejectionReason.USER_NOT_FOUND, "there is no such entry");
  }

  /** Forgets what is cached about a user; asks the directory for the DN. */
  void forget(String username) {
    memory.evictDn(username);
    try (DirectorySession session = openSession()) {
      FoundUser found = config.users().find(username, LdapSearch.NO_ATTRIBUTES, session);
      entryOf(found, session).ifPresent(entry -> memory.evictGroups(entry.dn()));
    }
  }

  private Optional<Groups> cachedGroupsOf(LdapEntry user, DirectorySession session) {
    return ruleGroups == null
        ? Optional.empty()
        : memory.cachedGroups(user).map(groups -> ruleGroups.check(groups, session));
  }

  private Optional<LdapEntry> entryOf(FoundUser found, DirectorySession session) {
    return config.users().read(found, attributes, session);
  }

  /** Asks the directory for the groups of a user. The answer replaces what was cached. */
  private @Nullable Groups groupsOf(LdapEntry user, DirectorySession session) {
    if (ruleGroups == null) {
      return null;
    }
    Groups groups = ruleGroups.read(user, session);
    if (session.isBoundAsUser()) {
      memory.invalidateGroups(user.dn());
    } else {
      memory.cacheGroups(user, groups);
    }
    return groups;
  }

  private LdapUser describe(LdapEntry entry, @Nullable Groups groups) {
    return new LdapUser(config.users().usernameOf(entry), entry, groups);
  }
}

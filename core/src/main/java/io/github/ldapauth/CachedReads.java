// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.cache.LookupMemory;
import io.github.ldapauth.cache.LookupMemory.CachedGroups;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups that use cached DNs and groups, and cache what they read.
 *
 * @param attributes the attributes of the entry to read
 * @param ruleGroups null if no group look-up is configured
 */
record CachedReads(
    LdapAuthConfig config,
    UserReader reader,
    List<String> attributes,
    LookupMemory memory,
    @Nullable RuleGroups ruleGroups) {

  /** Caches what a sign-in read. */
  void cache(String username, LdapUser user) {
    cacheDn(username, user);
    if (!config.readAsUser()) {
      cacheGroups(user);
    }
  }

  /** See {@link UserReader#lookUp}. */
  LdapUser lookUp(String username, Consumer<LdapUser> check, DirectorySession session) {
    Optional<LdapEntry> again = findCached(username, session);
    LdapEntry entry = again.orElseGet(() -> findUncached(username, session));
    String name = config.users().usernameOf(entry);
    Optional<CachedGroups> cached = cachedGroupsOf(entry, session);
    LdapUser user =
        cached.isPresent()
            ? reader.user(name, entry, cached.get().groups(), cached.get().readAt())
            : reader.user(name, entry, reader.groupsOf(entry, session), session.openedAt());
    check.accept(user);
    if (again.isEmpty()) {
      cacheDn(username, user);
    }
    if (cached.isEmpty()) {
      cacheGroups(user);
    }
    return user;
  }

  private Optional<LdapEntry> findCached(String username, DirectorySession session) {
    return memory
        .cachedDn(username)
        .flatMap(dn -> config.users().findAgain(dn, username, attributes, session));
  }

  private LdapEntry findUncached(String username, DirectorySession session) {
    return reader
        .entryOf(config.users().find(username, attributes, session), session)
        .orElseThrow(() -> new Rejection(RejectionReason.USER_NOT_FOUND, "there is no such entry"));
  }

  private void cacheDn(String username, LdapUser user) {
    if (config.users().searches()) {
      memory.cacheDn(username, user.dn(), user.readAt());
    }
  }

  /** Once a hidden group is visible, cached groups would look as if the user were outside it. */
  private void cacheGroups(LdapUser user) {
    if (ruleGroups != null && ruleGroups.areKnownIn(user.groups())) {
      memory.cacheGroups(user.entry(), user.groups(), user.readAt());
    }
  }

  /**
   * Evicts the DN and groups of a user: the groups of the cached DN, then those of the directory's.
   */
  void evict(String username) {
    if (!memory.isOn()) {
      return;
    }
    memory.cachedDn(username).ifPresent(memory::evictGroups);
    memory.evictDn(username);
    try (DirectorySession session = reader.openSession()) {
      FoundUser found = config.users().find(username, LdapSearch.NO_ATTRIBUTES, session);
      reader.entryOf(found, session).ifPresent(entry -> memory.evictGroups(entry.dn()));
    } catch (Rejection no) {
      no.failIfAmbiguous();
    }
  }

  private Optional<CachedGroups> cachedGroupsOf(LdapEntry user, DirectorySession session) {
    return ruleGroups == null
        ? Optional.empty()
        : memory
            .cachedGroups(user)
            .map(
                cached ->
                    new CachedGroups(ruleGroups.check(cached.groups(), session), cached.readAt()));
  }
}

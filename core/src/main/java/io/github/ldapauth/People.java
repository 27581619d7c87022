// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserLookup.Candidate;
import io.github.ldapauth.cache.LookupMemory;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.directory.PasswordCheck;
import io.github.ldapauth.directory.PasswordWarning;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds people in the directory and judges them. */
final class People {

  private final LdapAuthConfig config;
  private final Directory directory;
  private final LookupMemory memory;
  private final List<String> attributes;

  /**
   * Prepares the requests.
   *
   * @param alsoRead attributes that are read whether the configuration names them or not
   */
  People(
      LdapAuthConfig config,
      Directory directory,
      LookupMemory memory,
      Collection<String> alsoRead) {
    this.config = config;
    this.directory = directory;
    this.memory = memory;
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(config.attributes());
    names.addAll(alsoRead);
    names.addAll(LdapEntry.STABLE_ID_ATTRIBUTES);
    names.addAll(config.users().attributes());
    GroupLookup groups = config.groups();
    if (groups != null) {
      names.addAll(groups.userAttributes());
    }
    this.attributes = List.copyOf(names);
  }

  /**
   * Holds a person of the directory.
   *
   * @param warning what the directory warned of at the bind; empty if nothing, or if nobody bound
   */
  record Person(LdapUser user, Optional<PasswordWarning> warning) {

    static Person withoutBind(LdapUser user) {
      return new Person(user, Optional.empty());
    }
  }

  private record Bound(LdapEntry entry, Optional<PasswordWarning> warning) {}

  /** Finds the person, checks the password, reads the groups and applies the rules. */
  Person authenticate(String username, Secret password) {
    try (DirectorySession session = directory.openSession(config.timeLimit())) {
      Bound bound =
          config.users() instanceof BindNameLookup byName
              ? enter(byName, username, password, session)
              : enter(username, password, session);
      LdapUser user = describe(bound.entry(), groupsOf(bound.entry(), session));
      applyRules(user, session);
      return new Person(user, bound.warning());
    }
  }

  /** Finds the person without a password, and applies the rules. */
  LdapUser findPermitted(String username) {
    try (DirectorySession session = directory.openSession(config.timeLimit())) {
      LdapUser user = find(username, session);
      applyRules(user, session);
      return user;
    }
  }

  /** Finds the person without a password, and applies no rules. */
  LdapUser find(String username) {
    try (DirectorySession session = directory.openSession(config.timeLimit())) {
      return find(username, session);
    }
  }

  private LdapUser find(String username, DirectorySession session) {
    LdapEntry entry = findAgain(username, session).orElseGet(() -> findAfresh(username, session));
    Optional<Groups> remembered = memory.cachedGroups(entry);
    Groups groups = remembered.isPresent() ? remembered.get() : groupsOf(entry, session);
    return describe(entry, groups);
  }

  /** Forgets what is remembered about a person; asks the directory who that is. */
  void forget(String username) {
    memory.evictDn(username);
    try (DirectorySession session = directory.openSession(config.timeLimit())) {
      Candidate found = config.users().find(username, LdapSearch.NO_ATTRIBUTES, session);
      entryOf(found, session).ifPresent(entry -> memory.evictGroups(entry.dn()));
    }
  }

  private Optional<LdapEntry> findAgain(String username, DirectorySession session) {
    return memory
        .cachedDn(username)
        .flatMap(dn -> config.users().findAgain(dn, username, attributes, session));
  }

  private LdapEntry findAfresh(String username, DirectorySession session) {
    return entryOf(find(username, attributes, session), session)
        .orElseThrow(() -> new Rejection(RejectionReason.USER_NOT_FOUND, "there is no such entry"));
  }

  private Candidate find(String username, List<String> read, DirectorySession session) {
    Candidate candidate = config.users().find(username, read, session);
    if (candidate.dn().isEmpty()) {
      throw new Rejection(RejectionReason.USER_NOT_FOUND, "only the root DSE matches");
    }
    if (candidate.entry() != null) {
      memory.cacheDn(username, candidate.dn());
    }
    return candidate;
  }

  /** Finds the person, checks the password and returns the entry as whoever reads may see it. */
  private Bound enter(String username, Secret password, DirectorySession session) {
    boolean asPerson = config.readAsUser();
    Candidate found = find(username, asPerson ? LdapSearch.NO_ATTRIBUTES : attributes, session);
    Optional<PasswordWarning> warning = check(password, found.dn().toString(), session);
    return entryOf(asPerson ? new Candidate(found.dn(), null) : found, session)
        .map(entry -> new Bound(entry, warning))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_USER,
                    (asPerson ? "the person" : "the service account")
                        + " cannot read "
                        + found.dn()
                        + ", which could bind"));
  }

  /** Checks the password of whoever has the name, and finds the person after that. */
  private Bound enter(
      BindNameLookup users, String username, Secret password, DirectorySession session) {
    Optional<PasswordWarning> warning = check(password, users.nameFor(username), session);
    LdapEntry entry = entryOf(find(username, attributes, session), session).orElseThrow();
    users.confirm(entry, session);
    return new Bound(entry, warning);
  }

  /** Checks the password, and returns what the directory warns of. */
  private Optional<PasswordWarning> check(
      Secret password, String person, DirectorySession session) {
    PasswordCheck answer =
        config.readAsUser()
            ? session.bindAsUser(person, password.send())
            : session.checkPassword(person, password.send());
    String detail = "the bind of " + person + " was answered by " + answer.detail();
    return switch (answer.verdict()) {
      case ACCEPTED -> answer.warning();
      case INVALID_CREDENTIALS -> throw new Rejection(RejectionReason.INVALID_CREDENTIALS, detail);
      case NO_SUCH_ENTRY -> throw new Rejection(RejectionReason.USER_NOT_FOUND, detail);
      case ACCOUNT_LOCKED -> throw new Rejection(RejectionReason.ACCOUNT_LOCKED, detail);
      case ACCOUNT_DISABLED -> throw new Rejection(RejectionReason.ACCOUNT_DISABLED, detail);
      case ACCOUNT_EXPIRED -> throw new Rejection(RejectionReason.ACCOUNT_EXPIRED, detail);
      case PASSWORD_EXPIRED -> throw new Rejection(RejectionReason.PASSWORD_EXPIRED, detail);
      case MUST_CHANGE_PASSWORD ->
          throw new Rejection(RejectionReason.MUST_CHANGE_PASSWORD, detail);
      case REFUSED -> throw new Rejection(RejectionReason.REFUSED_BY_DIRECTORY, detail);
    };
  }

  private Optional<LdapEntry> entryOf(Candidate candidate, DirectorySession session) {
    LdapEntry entry = candidate.entry();
    return entry == null
        ? session.read(Stage.READ_USER, candidate.dn(), attributes)
        : Optional.of(entry);
  }

  /** Asks the directory for the groups of a person; the answer replaces what was remembered. */
  private @Nullable Groups groupsOf(LdapEntry person, DirectorySession session) {
    GroupLookup lookup = config.groups();
    if (lookup == null) {
      return null;
    }
    Groups groups = lookup.groupsOf(person, session);
    if (session.isBoundAsUser()) {
      memory.invalidateGroups(person.dn());
    } else {
      memory.cacheGroups(person, groups);
    }
    return groups;
  }

  private LdapUser describe(LdapEntry entry, @Nullable Groups groups) {
    return new LdapUser(config.users().usernameOf(entry), entry, groups);
  }

  private void applyRules(LdapUser user, DirectorySession session) {
    GroupLookup groups = config.groups();
    if (groups != null && config.requireRuleGroups()) {
      findGroupsOfRules(groups, session);
    }
    for (GroupQuery query : config.required()) {
      if (!decide(query, user)) {
        throw new Rejection(
            RejectionReason.REQUIREMENT_NOT_MET,
            user.dn()
                + " does not satisfy "
                + query
                + "; is in "
                + LogText.of(user.groups().toString()));
      }
    }
    for (GroupQuery query : config.denied()) {
      if (decide(query, user)) {
        throw new Rejection(RejectionReason.DENIED, user.dn() + " satisfies " + query);
      }
    }
  }

  private void findGroupsOfRules(GroupLookup groups, DirectorySession session) {
    Stream.concat(config.required().stream(), config.denied().stream())
        .flatMap(GroupQuery::namedGroups)
        .distinct()
        .filter(group -> !groups.exists(group, session))
        .findFirst()
        .ifPresent(
            group -> {
              throw new LdapDirectoryException(
                  Stage.READ_GROUPS,
                  "the group "
                      + group
                      + ", which a rule names, is not there, cannot be seen, or is not found by "
                      + groups);
            });
  }

  /**
   * Answers a query about a person.
   *
   * @throws Rejection if the groups that could be read do not suffice
   */
  static boolean decide(GroupQuery query, LdapUser user) {
    Answer answer = query.evaluate(user.groups());
    if (answer == Answer.UNKNOWN) {
      throw new Rejection(
          RejectionReason.MEMBERSHIP_UNKNOWN,
          "not all groups of " + user.dn() + " could be read, so that nobody can tell " + query);
    }
    return answer == Answer.YES;
  }
}

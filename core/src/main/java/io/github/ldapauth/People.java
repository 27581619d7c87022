// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserLookup.Candidate;
import io.github.ldapauth.directory.Conversation;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.Dn;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapEntry;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.PasswordCheck;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds people in the directory and judges them. */
final class People {

  private final LdapAuthConfig config;
  private final Directory directory;
  private final List<String> attributes;

  /**
   * Prepares the requests.
   *
   * @param alsoRead attributes that are read whether the configuration names them or not
   */
  People(LdapAuthConfig config, Directory directory, Collection<String> alsoRead) {
    this.config = config;
    this.directory = directory;
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(config.attributes());
    names.addAll(alsoRead);
    names.addAll(StableId.ATTRIBUTES);
    names.add(config.users().usernameAttribute());
    GroupLookup groups = config.groups();
    if (groups != null) {
      names.addAll(groups.userAttributes());
    }
    this.attributes = List.copyOf(names);
  }

  /** Finds the person, checks the password, reads the groups and applies the rules. */
  LdapUser authenticate(@Nullable String typed, char @Nullable [] password) {
    String username = Credentials.username(typed);
    char[] secret = Credentials.password(password);
    try (Conversation conversation = directory.converse(config.timeLimit())) {
      Candidate candidate =
          find(
              username,
              config.readAsPerson() ? LdapSearch.NO_ATTRIBUTES : attributes,
              conversation);
      check(secret, candidate.dn(), conversation);
      LdapUser user = describe(signedIn(candidate, conversation), conversation);
      applyRules(user);
      return user;
    }
  }

  /** Finds the person without a password, and applies no rules. */
  LdapUser find(@Nullable String typed) {
    String username = Credentials.username(typed);
    try (Conversation conversation = directory.converse(config.timeLimit())) {
      LdapEntry entry =
          entryOf(find(username, attributes, conversation), conversation)
              .orElseThrow(
                  () -> new Rejection(RejectionReason.USER_NOT_FOUND, "there is no such entry"));
      return describe(entry, conversation);
    }
  }

  private Candidate find(String username, List<String> read, Conversation conversation) {
    Candidate candidate = config.users().find(username, read, conversation);
    if (candidate.dn().isEmpty()) {
      throw new Rejection(RejectionReason.USER_NOT_FOUND, "only the root DSE matches");
    }
    return candidate;
  }

  private void check(char[] password, Dn person, Conversation conversation) {
    PasswordCheck answer =
        config.readAsPerson()
            ? conversation.becomePerson(person, password)
            : conversation.checkPassword(person, password);
    String detail = person + " could not bind: " + answer.resultCode() + " " + answer.diagnostic();
    switch (answer.verdict()) {
      case ACCEPTED -> {}
      case INVALID_CREDENTIALS -> throw new Rejection(RejectionReason.INVALID_CREDENTIALS, detail);
      case NO_SUCH_ENTRY -> throw new Rejection(RejectionReason.USER_NOT_FOUND, detail);
      case REFUSED -> throw new Rejection(RejectionReason.REFUSED_BY_DIRECTORY, detail);
    }
  }

  /** Returns the entry of somebody whose password was right, as whoever reads may see it. */
  private LdapEntry signedIn(Candidate candidate, Conversation conversation) {
    Candidate unread = config.readAsPerson() ? new Candidate(candidate.dn(), null) : candidate;
    return entryOf(unread, conversation)
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_USER,
                    (config.readAsPerson() ? "the person" : "the service account")
                        + " cannot read "
                        + candidate.dn()
                        + ", which could bind"));
  }

  private Optional<LdapEntry> entryOf(Candidate candidate, Conversation conversation) {
    LdapEntry entry = candidate.entry();
    return entry == null
        ? conversation.read(Stage.READ_USER, candidate.dn(), attributes)
        : Optional.of(entry);
  }

  private LdapUser describe(LdapEntry entry, Conversation conversation) {
    GroupLookup lookup = config.groups();
    Groups groups = lookup == null ? null : lookup.groupsOf(entry, conversation);
    return new LdapUser(config.users().usernameOf(entry), entry, groups);
  }

  private void applyRules(LdapUser user) {
    for (GroupQuery query : config.required()) {
      if (!decide(query, user)) {
        throw new Rejection(
            RejectionReason.REQUIREMENT_NOT_MET, user.dn() + " does not satisfy " + query);
      }
    }
    for (GroupQuery query : config.denied()) {
      if (decide(query, user)) {
        throw new Rejection(RejectionReason.DENIED, user.dn() + " satisfies " + query);
      }
    }
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

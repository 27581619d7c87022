// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.directory.PasswordCheck;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of a diagnosis that signs one user in, step by step. Each step is that of a sign-in; but
 * guards, listeners and the user store are left out.
 */
final class DiagnosisOfUser {

  private static final String LOCK_MAY_BE_OVER = "the lock may have run out; a sign-in tells";

  private final LdapAuthConfig config;
  private final SignIn<?> steps;
  private final UserMapping<?> mapping;
  private final List<GroupQuery> roles;
  private final DiagnosisLog log;

  private @Nullable FoundUser found;
  private @Nullable PasswordCheck answer;
  private @Nullable LdapEntry entry;
  private @Nullable LdapUser user;

  /**
   * Prepares the checks.
   *
   * @param steps the steps of a sign-in
   * @param roles further queries to evaluate
   */
  DiagnosisOfUser(
      LdapAuthConfig config,
      SignIn<?> steps,
      UserMapping<?> mapping,
      List<GroupQuery> roles,
      DiagnosisLog log) {
    this.config = config;
    this.steps = steps;
    this.mapping = mapping;
    this.roles = roles;
    this.log = log;
  }

  /**
   * Makes the checks.
   *
   * @param typed the user name as it was typed
   * @param typedPassword the password as it was typed; null for none
   * @param works whether a server can be reached
   * @return the user; null if there is none
   */
  @Nullable LdapUser run(String typed, @Nullable CharSequence typedPassword, boolean works) {
    if (!works) {
      log.add(Step.FIND_USER, "", Finding.skipped("no server works"));
      return null;
    }
    UserReader reader = steps.server().get();
    try (DirectorySession session = reader.openSession()) {
      boolean isFound =
          log.check(Step.USER_NAME, "", session, () -> name(typed))
              && log.check(
                  Step.FIND_USER,
                  config.users().setting(),
                  session,
                  () -> find(Credentials.username(typed), reader, session));
      if (isFound) {
        bind(typedPassword, reader, session);
        log.check(Step.READ_USER, "attributes", session, () -> read(reader, session));
      }
      if (entry != null) {
        log.check(Step.ACCOUNT, "", session, () -> account(reader));
        groups(entry, reader, session);
        log.add(Step.TIME, "timeLimit", DiagnosisOfTime.of(session.requests(), config));
      }
    }
    return user;
  }

  private static Finding name(String typed) {
    return Finding.passed("\"" + LogText.of(Credentials.username(typed)) + "\"");
  }

  private Finding find(String username, UserReader reader, DirectorySession session) {
    try {
      found = reader.find(username, DecoyBind.NONE, session);
    } catch (Rejection no) {
      return no.reason() == RejectionReason.USER_NOT_FOUND
          ? notFound(no, username, reader)
          : Finding.failed(no.reason() + ": " + no.detail(), "");
    }
    boolean isSearched = found.entry() != null;
    return Finding.passed((isSearched ? "found " : "will bind as ") + LogText.of(found.bindName()));
  }

  /** Looks at what is there instead, in a session of its own. */
  private Finding notFound(Rejection no, String username, UserReader reader) {
    List<LdapSearch> searches = config.users().searchesFor(username);
    String why;
    try (DirectorySession aside = reader.openSession()) {
      why = new WhyNotFound(searches, username, aside).hint();
    } catch (LdapDirectoryException e) {
      why = "";
    }
    return Finding.failed(no.reason() + ": " + no.detail(), why);
  }

  private void bind(@Nullable CharSequence typed, UserReader reader, DirectorySession session) {
    if (typed == null) {
      log.add(Step.USER_BIND, "", Finding.skipped("no password was given"));
      return;
    }
    try (Password password = new Password(typed)) {
      log.check(Step.USER_BIND, "", session, () -> bind(password, reader, session));
    }
  }

  private Finding bind(Password password, UserReader reader, DirectorySession session) {
    password.check();
    FoundUser user = Objects.requireNonNull(found);
    reader.accounts().requireNoLockout(user, session);
    PasswordCheck accepted = steps.bind(user, password, reader, session);
    AccountRules.require(accepted, user);
    answer = accepted;
    return accepted
        .status()
        .warning()
        .map(warning -> Finding.warning("accepted, but " + warning, ""))
        .orElseGet(() -> Finding.passed("accepted: " + accepted.detail()));
  }

  private Finding read(UserReader reader, DirectorySession session) {
    FoundUser user = Objects.requireNonNull(found);
    Optional<LdapEntry> read = reader.entryOf(user, session);
    if (read.isEmpty()) {
      throw answer == null
          ? new Rejection(RejectionReason.USER_NOT_FOUND, user.bindName() + " is not there")
          : reader.unreadable(user);
    }
    LdapEntry shown = read.get();
    List<String> lines = new ArrayList<>();
    lines.add("user name " + LogText.of(config.users().usernameOf(shown)));
    lines.add("stable id " + shown.stableId().orElse("not visible"));
    lines.add("has " + describe(shown.attributes()));
    if (!shown.attributes().allBytes("userPassword").isEmpty()) {
      lines.add("userPassword can be read: ask the administrators to hide it from this account");
    }
    entry = shown;
    List<String> missing = missing(shown.attributes());
    Finding finding =
        missing.isEmpty()
            ? Finding.passed("read " + LogText.of(shown.dn().toString()))
            : Finding.warning(
                LogText.of(shown.dn().toString()) + " shows no " + String.join(", ", missing),
                "the entry has no such attribute, or the reader may not see it");
    return finding.with(lines);
  }

  /** Returns the names of the attributes, and how many values each has. No value is shown. */
  private static String describe(LdapAttributes attributes) {
    return attributes.names().stream()
        .map(name -> name + valuesOf(attributes.allBytes(name).size()))
        .reduce((all, name) -> all + ", " + name)
        .orElse("no attribute that can be read");
  }

  private static String valuesOf(int count) {
    return count == 1 ? "" : " (" + count + ")";
  }

  private List<String> missing(LdapAttributes attributes) {
    Set<String> named = new TreeSet<>(LdapAttributes.BY_NAME);
    named.addAll(config.attributes());
    named.addAll(mapping.attributes());
    named.removeAll(List.of("*", "+"));
    named.removeIf(name -> !attributes.allBytes(name).isEmpty());
    return List.copyOf(named);
  }

  private Finding account(UserReader reader) {
    LdapEntry read = Objects.requireNonNull(entry);
    if (answer == null) {
      AccountStatus status = reader.accounts().statusOf(read);
      if (status.problem().isEmpty()) {
        return Finding.passed("the entry shows no problem");
      }
      boolean isLocked = status.problem().equals(Optional.of(AccountStatus.Problem.LOCKED));
      return isLocked && reader.accounts().reader().mayLockBeOver(read.attributes())
          ? Finding.warning("by its entry: " + status, LOCK_MAY_BE_OVER)
          : Finding.failed("by its entry: " + status, "");
    }
    FoundUser bound = Objects.requireNonNull(found);
    PasswordCheck judged = reader.accounts().judge(answer, read);
    AccountRules.require(judged, bound);
    return Finding.passed("may sign in").with(judged.status().warning().stream().toList());
  }

  private void groups(LdapEntry read, UserReader reader, DirectorySession session) {
    DiagnosisOfGroups groups = new DiagnosisOfGroups(config, mapping, roles, log);
    Groups known = groups.read(read, reader, session);
    String username = config.users().usernameOf(read);
    user = reader.user(username, read, known, session.openedAt());
    if (known != null) {
      groups.check(user);
    }
    LdapUser complete = user;
    log.check(
        Step.STORE_KEY,
        "",
        session,
        () -> Finding.passed("\"" + LogText.of(mapping.keyOf(complete)) + "\""));
  }
}

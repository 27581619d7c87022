// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that rules, flags and mirrors name by DN, at one server. A user is known to be outside
 * such a group only if the reader can see the group.
 *
 * <p>ldapauth searches for a group if the user is not in it and the group was not seen in the last
 * five minutes. A group seen on a user's own connection counts for that user only.
 */
final class RuleGroups {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);

  /** How long a group counts as visible after it was seen. */
  static final Duration SEEN_FOR = Duration.ofMinutes(5);

  private final GroupLookup lookup;
  private final Set<Dn> named;
  private final Function<Dn, String> settingOf;
  private final UnaryOperator<String> asWritten;
  private final List<Dn> users;
  private final LongSupplier nanoTime;
  private final Map<Dn, Long> seen = new ConcurrentHashMap<>();
  private final Set<Logged> logged = ConcurrentHashMap.newKeySet();

  /** A problem that was logged, of the service account or of users. */
  private record Logged(Dn group, boolean ofUsers) {}

  /**
   * Stores the settings. Sends nothing.
   *
   * @param settingOf returns the settings that name a group, for the log
   * @param asWritten replaces the names of settings in a text by those that the reader wrote
   * @param users the entries below which users are
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  RuleGroups(
      GroupLookup lookup,
      Set<Dn> named,
      Function<Dn, String> settingOf,
      UnaryOperator<String> asWritten,
      List<Dn> users,
      LongSupplier nanoTime) {
    this.lookup = lookup;
    this.named = named;
    this.settingOf = settingOf;
    this.asWritten = asWritten;
    this.users = users;
    this.nanoTime = nanoTime;
  }

  static RuleGroups of(LdapAuthConfig config, GroupLookup lookup, UserMapping<?> mapping) {
    return new RuleGroups(
        lookup,
        named(config, mapping),
        group -> Probes.settingOf(group, config, mapping),
        config.asWritten(),
        config.users().bases(),
        System::nanoTime);
  }

  /** Returns the groups of the rules and of mapped queries; none if hidden groups deny no user. */
  static Set<Dn> named(LdapAuthConfig config, UserMapping<?> mapping) {
    if (config.rules().hiddenGroupsDenyNobody()) {
      return Set.of();
    }
    Set<Dn> named = config.rules().namedGroups();
    for (GroupQuery query : mapping.queries()) {
      query.namedGroups().forEach(named::add);
    }
    return Set.copyOf(named);
  }

  /**
   * Prepares to read the groups of a user beside the next bind: at the same time as the entry if
   * the DN suffices to find them, otherwise after it. An application must not see a user before the
   * password is accepted, so its own type of groups is called later.
   *
   * @param entry reads the entry, or waits for it
   * @return returns the groups of that entry
   */
  Function<LdapEntry, Groups> prepareRead(
      FoundUser found, Supplier<Optional<LdapEntry>> entry, DirectorySession session) {
    boolean asks = lookup.asksDirectory() || named.stream().anyMatch(group -> !isSeen(group));
    if (!asks || lookup.callsApplication()) {
      return user -> read(user, session);
    }
    if (found.entry() != null || !lookup.userAttributes().isEmpty()) {
      Supplier<Optional<Groups>> groups =
          session.besideBind(Stage.READ_GROUPS, side -> entry.get().map(user -> read(user, side)));
      return user -> groups.get().orElseThrow();
    }
    LdapEntry bound =
        new LdapEntry(Objects.requireNonNull(found.dn()), LdapAttributes.of(Map.of()));
    Supplier<Groups> groups = session.besideBind(Stage.READ_GROUPS, side -> read(bound, side));
    // Groups may name their members in the spelling of the directory only.
    return user ->
        user.dn().toString().equals(bound.dn().toString()) ? groups.get() : read(user, session);
  }

  /** Returns the groups of a user, as the directory has them now. */
  Groups read(LdapEntry user, DirectorySession session) {
    // A group that another sign-in sees after this may be hidden while these groups are read.
    Set<Dn> unseen = unseen(session);
    Groups groups = lookup.groupsOf(user, session);
    Set<Dn> open = absent(unseen, groups);
    if (open.isEmpty()) {
      return groups;
    }
    Map<Dn, String> problems = findProblems(open, session);
    // A group that is visible now may have been hidden, or absent, when the groups were read.
    return problems.size() == open.size()
        ? groups.withUnseen(problems)
        : groups.and(lookup.groupsNow(user, session)).withUnseen(problems);
  }

  /** Marks the groups that cannot be seen, in the cached groups of a user. */
  Groups check(Groups cached, DirectorySession session) {
    return cached.withUnseen(findProblems(absent(unseen(session), cached), session));
  }

  /** Returns whether the groups of a user were read while each of these groups could be seen. */
  boolean areKnownIn(Groups groups) {
    for (Dn group : named) {
      if (groups.doubt(group).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private Set<Dn> unseen(DirectorySession session) {
    if (named.isEmpty() || session.isBoundAsUser()) {
      return named;
    }
    Set<Dn> unseen = new HashSet<>();
    for (Dn group : named) {
      if (!isSeen(group)) {
        unseen.add(group);
      }
    }
    return unseen;
  }

  /** Returns those of these groups that the user is not in. */
  private static Set<Dn> absent(Set<Dn> candidates, Groups groups) {
    Set<Dn> absent = new LinkedHashSet<>();
    for (Dn group : candidates) {
      if (groups.contains(group) == Answer.NO) {
        absent.add(group);
      }
    }
    return absent;
  }

  private Map<Dn, String> findProblems(Set<Dn> groups, DirectorySession session) {
    Set<Dn> confirmed = lookup.confirm(groups, users, session);
    confirmed.forEach(group -> saw(group, session));
    Map<Dn, String> problems = new LinkedHashMap<>();
    for (Dn group : groups) {
      if (!confirmed.contains(group)) {
        lookup
            .findProblem(group, users, session)
            .map(asWritten)
            .ifPresentOrElse(problem -> problems.put(group, problem), () -> saw(group, session));
      }
    }
    problems.forEach((group, problem) -> log(group, problem, session));
    return problems;
  }

  /** Logs a problem once: until the service account sees the group, and once for all users. */
  private void log(Dn group, String problem, DirectorySession session) {
    if (logged.add(new Logged(group, session.isBoundAsUser()))) {
      String text = asWritten.apply(settingOf.apply(group)) + ": " + problem;
      LOG.warn("{}; membership in it is unknown", LogText.whole(text));
    }
  }

  /** Each user may see other groups, so what a user sees is not for others. */
  private void saw(Dn group, DirectorySession session) {
    if (!session.isBoundAsUser()) {
      logged.remove(new Logged(group, false));
      seen.put(group, nanoTime.getAsLong());
    }
  }

  private boolean isSeen(Dn group) {
    Long at = seen.get(group);
    return at != null && nanoTime.getAsLong() - at < SEEN_FOR.toNanos();
  }
}

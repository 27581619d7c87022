// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The groups of one user that several look-ups find. A look-up with nested groups also searches for
 * those that contain a group of another one.
 */
final class CombinedGroups {

  private static final int MAX_ROUNDS = 20;

  private final List<GroupLookup> parts;
  private final LdapEntry user;
  private final DirectorySession session;

  CombinedGroups(List<GroupLookup> parts, LdapEntry user, DirectorySession session) {
    this.parts = parts;
    this.user = user;
    this.session = session;
  }

  /** Reads the groups of the user with one look-up. */
  @FunctionalInterface
  interface Reader {
    Groups read(GroupLookup part, LdapEntry user, DirectorySession session);
  }

  /**
   * Reads the groups with all look-ups.
   *
   * @throws LdapDirectoryException if groups are renamed or removed in the meantime, twice
   */
  Groups read(Reader reader) {
    return attempt(reader)
        .or(() -> attempt(GroupLookup::groupsNow))
        .orElseThrow(() -> failure("changed while they were read"));
  }

  private LdapDirectoryException failure(String problem) {
    return new LdapDirectoryException(
        Stage.READ_GROUPS, "the groups of " + user.dn() + " " + problem);
  }

  /**
   * Reads the groups once.
   *
   * @return empty if a group from which a search went on is gone at the end: it may have been
   *     renamed, and the groups that contain it were searched by the old name
   */
  private Optional<Groups> attempt(Reader reader) {
    Attempt attempt = new Attempt(reader);
    for (int round = 0, known = -1; known < attempt.all.dns().size(); round++) {
      if (round > MAX_ROUNDS) {
        throw failure("are nested deeper than " + MAX_ROUNDS + " levels");
      }
      known = attempt.all.dns().size();
      for (int i = 0; i < parts.size(); i++) {
        attempt.searchAround(parts.get(i), attempt.done.get(i));
      }
    }
    return attempt.isStillTrue() ? Optional.of(attempt.all) : Optional.empty();
  }

  /** Groups that were found, and how to find them again. */
  private record Step(Groups found, Supplier<Groups> again) {}

  /** What one attempt found so far. */
  private final class Attempt {

    private final List<Step> steps = new ArrayList<>();

    /** For each look-up, the groups around which it need not search any more. */
    private final List<Set<Dn>> done = new ArrayList<>();

    /** The groups around which one of them searched. */
    private final Set<Dn> starts = new HashSet<>();

    private Groups all;

    Attempt(Reader reader) {
      for (GroupLookup part : parts) {
        Groups direct = reader.read(part, user, session);
        steps.add(new Step(direct, () -> part.groupsNow(user, session)));
        done.add(new HashSet<>(direct.dns()));
      }
      all = steps.stream().map(Step::found).reduce(Groups::plus).orElseThrow();
    }

    void searchAround(GroupLookup part, Set<Dn> doneByPart) {
      Set<Dn> fresh = new LinkedHashSet<>(all.dns());
      fresh.removeAll(doneByPart);
      Optional<Groups> around = fresh.isEmpty() ? Optional.empty() : part.around(fresh, session);
      if (around.isPresent()) {
        Groups found = around.get();
        steps.add(new Step(found, () -> part.around(fresh, session).orElseThrow()));
        starts.addAll(fresh);
        doneByPart.addAll(fresh);
        doneByPart.addAll(found.dns());
        all = all.plus(found);
      }
    }

    boolean isStillTrue() {
      return steps.stream().allMatch(this::isStillTrue);
    }

    private boolean isStillTrue(Step step) {
      Set<Dn> dns = step.found().dns();
      return Collections.disjoint(dns, starts) || step.again().get().dns().containsAll(dns);
    }
  }
}

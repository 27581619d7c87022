// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Several look-ups. A group of one counts, and so does a group that contains it. */
final class CombinedLookup extends GroupLookup {

  private final List<GroupLookup> parts;

  private CombinedLookup(List<GroupLookup> parts) {
    this.parts = parts;
  }

  static CombinedLookup of(GroupLookup one, GroupLookup other) {
    return new CombinedLookup(Stream.of(one, other).flatMap(CombinedLookup::partsOf).toList());
  }

  private static Stream<GroupLookup> partsOf(GroupLookup lookup) {
    return lookup instanceof CombinedLookup combined ? combined.parts.stream() : Stream.of(lookup);
  }

  List<GroupLookup> parts() {
    return parts;
  }

  @Override
  public Set<String> userAttributes() {
    return parts.stream().flatMap(p -> p.userAttributes().stream()).collect(toUnmodifiableSet());
  }

  @Override
  public Groups groupsOf(LdapEntry user, DirectorySession session) {
    return new CombinedGroups(partsIn(session), user, session).read(GroupLookup::groupsOf);
  }

  @Override
  public Groups groupsNow(LdapEntry user, DirectorySession session) {
    return new CombinedGroups(partsIn(session), user, session).read(GroupLookup::groupsNow);
  }

  @Override
  public boolean asksDirectory() {
    return parts.stream().anyMatch(GroupLookup::asksDirectory);
  }

  @Override
  public boolean callsApplication() {
    return parts.stream().anyMatch(GroupLookup::callsApplication);
  }

  @Override
  public List<String> forActiveDirectory() {
    return parts.stream().flatMap(part -> part.forActiveDirectory().stream()).toList();
  }

  @Override
  public List<Dn> bases() {
    return parts.stream().flatMap(part -> part.bases().stream()).distinct().toList();
  }

  @Override
  public boolean canFind(Dn group) {
    return parts.stream().anyMatch(part -> part.canFind(group));
  }

  @Override
  public String outside() {
    return parts.stream().map(GroupLookup::outside).distinct().collect(joining(", and "));
  }

  @Override
  List<GroupLookup> partsIn(DirectorySession session) {
    return parts.stream().flatMap(part -> part.partsIn(session).stream()).toList();
  }

  /**
   * Confirms the groups that name members only by attributes of look-ups that confirm them. Another
   * look-up may read the same attribute, and miss nested groups that it should find.
   */
  @Override
  Set<Dn> confirmed(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    Map<GroupLookup, Set<Dn>> found = new LinkedHashMap<>();
    for (GroupLookup part : partsIn(session)) {
      found.put(part, part.confirmed(groups, users, session));
    }
    Map<ReadBy, Set<Dn>> byAttributes = new LinkedHashMap<>();
    for (Dn group : groups) {
      if (found.values().stream().anyMatch(some -> some.contains(group))) {
        byAttributes.computeIfAbsent(readBy(found, group), a -> new HashSet<>()).add(group);
      }
    }
    Set<Dn> confirmed = new HashSet<>();
    byAttributes.forEach(
        (by, some) ->
            confirmed.addAll(
                ManyEntries.withoutOtherMembers(some, by.attributes(), by.searched(), session)));
    return confirmed;
  }

  /**
   * How look-ups read a group.
   *
   * @param attributes those of the look-ups that found it, without those of the others
   * @param searched those by which the others search for it
   */
  private record ReadBy(Set<String> attributes, Set<String> searched) {}

  private static ReadBy readBy(Map<GroupLookup, Set<Dn>> found, Dn group) {
    Set<String> attributes = new HashSet<>();
    Set<String> others = new HashSet<>();
    Set<String> searched = new HashSet<>();
    found.forEach(
        (part, some) -> {
          if (some.contains(group)) {
            attributes.addAll(part.memberAttributes());
          } else if (part.canFind(group)) {
            others.addAll(part.memberAttributes());
            if (part instanceof GroupSearchLookup) {
              searched.addAll(part.memberAttributes());
            }
          }
        });
    attributes.removeAll(others);
    return new ReadBy(attributes, searched);
  }

  /**
   * Returns why no look-up finds the members, or why the one that should does not. If one finds
   * them, it is no problem that the group names no members in the way of another.
   */
  @Override
  Optional<GroupProblem> problemOf(Dn group, List<Dn> users, DirectorySession session) {
    List<GroupProblem> problems = new ArrayList<>();
    Set<GroupProblem.Kind> madeGood = EnumSet.noneOf(GroupProblem.Kind.class);
    for (GroupLookup part : partsIn(session)) {
      Optional<GroupProblem> problem = part.problem(group, users, session);
      problem.ifPresent(problems::add);
      if (problem.isEmpty()) {
        madeGood.add(GroupProblem.Kind.OTHER_WAY);
        if (part.findsPrimaryGroup()) {
          madeGood.add(GroupProblem.Kind.PRIMARY_GROUP);
        }
      }
    }
    return problems.stream()
        .filter(problem -> !madeGood.contains(problem.kind()))
        .max(Comparator.comparing(GroupProblem::kind));
  }

  @Override
  String misses() {
    return parts.stream().map(GroupLookup::misses).distinct().collect(joining(", and "));
  }

  @Override
  public String setting() {
    return String.join(" plus ", settings());
  }

  @Override
  public List<String> settings() {
    return parts.stream().map(GroupLookup::setting).distinct().toList();
  }

  @Override
  public Map<Dn, String> waysTo(Groups groups, LdapEntry user, DirectorySession session) {
    Map<Dn, String> ways = new LinkedHashMap<>();
    for (GroupLookup part : partsIn(session)) {
      Groups ofPart = part.groupsNow(user, session);
      part.waysTo(ofPart, user, session).forEach(ways::putIfAbsent);
    }
    ways.keySet().retainAll(groups.dns());
    return ways;
  }

  @Override
  public Map<Dn, String> missedBy(Groups groups, LdapEntry user, DirectorySession session) {
    Map<Dn, String> missed = new LinkedHashMap<>();
    for (GroupLookup part : partsIn(session)) {
      part.missedBy(groups, user, session).forEach(missed::putIfAbsent);
    }
    return missed;
  }

  @Override
  public List<String> mistakes() {
    return parts.stream().flatMap(part -> part.mistakes().stream()).distinct().toList();
  }

  @Override
  public String toString() {
    return parts.stream().map(GroupLookup::toString).collect(joining(" plus "));
  }
}

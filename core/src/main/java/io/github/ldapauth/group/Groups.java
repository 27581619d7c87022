// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.Name;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Holds the groups that one person was in when the directory was asked. */
public final class Groups {

  private final Map<Dn, Optional<String>> namesByDn;
  private final boolean complete;
  private final Predicate<Dn> looked;
  private final Map<Dn, String> unseen;

  private Groups(
      Map<Dn, Optional<String>> namesByDn,
      boolean complete,
      Predicate<Dn> looked,
      Map<Dn, String> unseen) {
    this.namesByDn = new LinkedHashMap<>(namesByDn);
    this.complete = complete;
    this.looked = looked;
    this.unseen = Map.copyOf(unseen);
  }

  /**
   * Takes all groups of a person among those that were looked at.
   *
   * @param namesByDn the DN of each group, and its name if it has one
   * @param looked whether a group would have been found if the person were in it
   */
  public static Groups complete(Map<Dn, Optional<String>> namesByDn, Predicate<Dn> looked) {
    return new Groups(namesByDn, true, looked, Map.of());
  }

  /** Takes some groups of a person; no membership in another one can be ruled out. */
  static Groups incomplete(Map<Dn, Optional<String>> namesByDn) {
    return new Groups(namesByDn, false, group -> false, Map.of());
  }

  /** Adds the groups of the same user that were found at another time. */
  public Groups and(Groups other) {
    Map<Dn, Optional<String>> both = new LinkedHashMap<>(other.namesByDn);
    both.putAll(namesByDn);
    return new Groups(both, complete && other.complete, looked, unseen);
  }

  /**
   * Makes memberships unknown in groups that the look-up cannot see.
   *
   * @param problems the DN of each of these groups, and why it cannot be seen
   */
  public Groups withUnseen(Map<Dn, String> problems) {
    return new Groups(namesByDn, complete, looked, problems);
  }

  /** Returns the name of a group that the person is in, if it has one. */
  public Optional<String> nameOf(Dn group) {
    return namesByDn.getOrDefault(group, Optional.empty());
  }

  /** Returns the DNs, in the order in which the directory returned them. */
  public Set<Dn> dns() {
    return Collections.unmodifiableSet(namesByDn.keySet());
  }

  /**
   * Returns the names, sorted. Two groups in different places of the directory can have the same
   * name, and whoever may create a group can choose it: rights should hang on {@link #dns}.
   */
  public Set<String> names() {
    Collection<Optional<String>> names = namesByDn.values();
    return Collections.unmodifiableSet(
        new TreeSet<>(names.stream().flatMap(Optional::stream).toList()));
  }

  /** Returns whether these are all groups of the person among those that were looked at. */
  public boolean isComplete() {
    return complete;
  }

  /** Returns whether the user is in this group. {@link #doubt} says why that is unknown. */
  public Answer contains(Dn group) {
    if (namesByDn.containsKey(group)) {
      return Answer.YES;
    }
    return doubt(group).isPresent() ? Answer.UNKNOWN : Answer.NO;
  }

  /**
   * Returns why {@link #contains} answers unknown: the DN only {@linkplain Dn#resembles resembles}
   * that of a group the user is in, the look-up cannot see the group or does not reach it, or not
   * all groups could be read. Empty if the answer is known.
   */
  public Optional<String> doubt(Dn group) {
    if (namesByDn.containsKey(group)) {
      return Optional.empty();
    }
    return namesByDn.keySet().stream()
        .filter(group::resembles)
        .findFirst()
        .map(other -> Name.doubt(other, group))
        .or(() -> Optional.ofNullable(unseen.get(group)).map(why -> "group " + group + " " + why))
        .or(
            () ->
                looked.test(group)
                    ? Optional.empty()
                    : Optional.of(
                        "not all groups could be read, or none at the place of " + group));
  }

  /** Returns the DNs. */
  @Override
  public String toString() {
    return namesByDn.keySet() + (complete ? "" : " and perhaps others");
  }
}

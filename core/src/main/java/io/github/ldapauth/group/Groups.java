// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.Name;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The groups of one user at the time when the directory was read. Immutable. */
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
    this.namesByDn = namesByDn;
    this.complete = complete;
    this.looked = looked;
    this.unseen = Map.copyOf(unseen);
  }

  /**
   * Returns all groups of a user among those that were searched.
   *
   * @param namesByDn the DN of each group, and its name if it has one
   * @param looked whether the search would have found a group if the user were in it
   */
  public static Groups complete(Map<Dn, Optional<String>> namesByDn, Predicate<Dn> looked) {
    return takingOver(new LinkedHashMap<>(namesByDn), looked);
  }

  /** Returns the same as {@link #complete}, without a copy. */
  static Groups takingOver(Map<Dn, Optional<String>> namesByDn, Predicate<Dn> looked) {
    return new Groups(namesByDn, true, looked, Map.of());
  }

  /** Returns some groups of a user, without a copy; membership in any other group is unknown. */
  static Groups incomplete(Map<Dn, Optional<String>> namesByDn) {
    return new Groups(namesByDn, false, group -> false, Map.of());
  }

  /** Returns these groups and those of the same user that were found at another time. */
  public Groups and(Groups other) {
    Map<Dn, Optional<String>> both = new LinkedHashMap<>(other.namesByDn);
    both.putAll(namesByDn);
    return new Groups(both, complete && other.complete, looked.and(other.looked), unseen);
  }

  /** Returns these groups and those of the same user that another look-up finds. */
  Groups plus(Groups other) {
    Map<Dn, Optional<String>> both = new LinkedHashMap<>(namesByDn);
    other.namesByDn.forEach(
        (dn, name) -> both.merge(dn, name, (one, another) -> one.isPresent() ? one : another));
    return complete && other.complete
        ? takingOver(both, looked.or(other.looked))
        : incomplete(both);
  }

  /**
   * Returns these groups, with membership unknown in groups that the look-up cannot see.
   *
   * @param problems the DN of each of these groups, and why it cannot be seen
   */
  public Groups withUnseen(Map<Dn, String> problems) {
    return new Groups(namesByDn, complete, looked, problems);
  }

  /** Returns the name of a group of the user; empty if it has none. */
  public Optional<String> nameOf(Dn group) {
    return namesByDn.getOrDefault(group, Optional.empty());
  }

  /** Returns the DNs, in the order in which the directory returned them. */
  public Set<Dn> dns() {
    return Collections.unmodifiableSet(namesByDn.keySet());
  }

  /**
   * Returns the names, sorted. Two groups can have the same name, and anyone who can create a group
   * can choose it: grant rights by {@link #dns}.
   */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Optional<String> name : namesByDn.values()) {
      if (name.isPresent()) {
        names.add(name.get());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /** Returns whether these are all groups of the user among those that were searched. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * Returns the groups that the configuration names and that could not be seen. Membership in them
   * is unknown; {@link #doubt} says why.
   */
  public Set<Dn> unseen() {
    return unseen.keySet();
  }

  /** Returns whether the user is in this group. {@link #doubt} says why that is unknown. */
  public Answer contains(Dn group) {
    if (namesByDn.containsKey(group)) {
      return Answer.YES;
    }
    return doubt(group).isPresent() ? Answer.UNKNOWN : Answer.NO;
  }

  /**
   * Returns why {@link #contains} returns unknown; empty if it does not. The DN only {@linkplain
   * Dn#resembles resembles} that of a group of the user, the look-up cannot see the group or does
   * not search there, or not all groups could be read.
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
                        "not all groups could be read, or the search does not cover " + group));
  }

  /** Returns the DNs. */
  @Override
  public String toString() {
    return namesByDn.keySet() + (complete ? "" : " and perhaps others");
  }
}

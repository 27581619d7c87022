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

  private Groups(Map<Dn, Optional<String>> namesByDn, boolean complete, Predicate<Dn> looked) {
    this.namesByDn = new LinkedHashMap<>(namesByDn);
    this.complete = complete;
    this.looked = looked;
  }

  /**
   * Takes all groups of a person among those that were looked at.
   *
   * @param namesByDn the DN of each group, and its name if it has one
   * @param looked whether a group would have been found if the person were in it
   */
  public static Groups complete(Map<Dn, Optional<String>> namesByDn, Predicate<Dn> looked) {
    return new Groups(namesByDn, true, looked);
  }

  /** Takes some groups of a person; no membership in another one can be ruled out. */
  static Groups incomplete(Map<Dn, Optional<String>> namesByDn) {
    return new Groups(namesByDn, false, group -> false);
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

  /**
   * Returns whether the user is in this group. Unknown if the groups are not complete, if those at
   * that place were not looked at, or if the DN only {@linkplain Dn#resembles resembles} that of a
   * group the user is in.
   */
  public Answer contains(Dn group) {
    if (namesByDn.containsKey(group)) {
      return Answer.YES;
    }
    return looked.test(group) && lookalikeOf(group).isEmpty() ? Answer.NO : Answer.UNKNOWN;
  }

  /** Returns why {@link #contains} answers unknown; empty if it does not. */
  public Optional<String> doubt(Dn group) {
    return contains(group) == Answer.UNKNOWN
        ? Optional.of(
            lookalikeOf(group)
                .map(other -> Name.doubt(other, group))
                .orElse("not all groups could be read, or none at the place of " + group))
        : Optional.empty();
  }

  private Optional<Dn> lookalikeOf(Dn group) {
    return namesByDn.keySet().stream().filter(group::resembles).findFirst();
  }

  /** Returns the DNs. */
  @Override
  public String toString() {
    return namesByDn.keySet() + (complete ? "" : " and perhaps others");
  }
}

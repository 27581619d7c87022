// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.Dn;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds the groups that one person was in when the directory was asked. */
public final class Groups {

  private final Map<Dn, Optional<String>> namesByDn;
  private final boolean complete;

  private Groups(Map<Dn, Optional<String>> namesByDn, boolean complete) {
    this.namesByDn = namesByDn;
    this.complete = complete;
  }

  /**
   * Takes the groups found.
   *
   * @param namesByDn the DN of each group, and its name if it has one
   * @param complete whether these are all groups of the person; if not, no membership can be ruled
   *     out
   */
  static Groups of(Map<Dn, Optional<String>> namesByDn, boolean complete) {
    return new Groups(new LinkedHashMap<>(namesByDn), complete);
  }

  /** Takes all groups of a person: the DN of each, and its name if it has one. */
  public static Groups complete(Map<Dn, Optional<String>> namesByDn) {
    return of(namesByDn, true);
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

  /** Returns whether these are all groups of the person. */
  public boolean isComplete() {
    return complete;
  }

  /** Returns whether the person is in this group; unknown only if the groups are not complete. */
  public Answer contains(Dn group) {
    return namesByDn.containsKey(group) ? Answer.YES : complete ? Answer.NO : Answer.UNKNOWN;
  }

  /** Returns the DNs. */
  @Override
  public String toString() {
    return namesByDn.keySet() + (complete ? "" : " and perhaps others");
  }
}

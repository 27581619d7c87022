// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a rule before the directory is asked. */
final class RuleMistakes {

  /** What to say of a rule if no groups are found. */
  static final String NEEDS_GROUPS =
      "needs groups(...), in properties group-search.base or member-of.attribute, which says how"
          + " groups are found";

  private RuleMistakes() {}

  /** Returns what is wrong with a rule that is judged with these groups. */
  static List<String> of(String rule, GroupQuery query, @Nullable GroupLookup groups) {
    Objects.requireNonNull(query, "query");
    if (groups == null) {
      return List.of(rule + " " + query + ": " + NEEDS_GROUPS);
    }
    List<String> mistakes = new ArrayList<>();
    query.mistakes().forEach(mistake -> mistakes.add(rule + " " + mistake));
    query
        .namedGroups()
        .filter(group -> !groups.canFind(group))
        .map(group -> rule + " memberOf \"" + group + "\": lies outside " + groups)
        .forEach(mistakes::add);
    return mistakes;
  }
}

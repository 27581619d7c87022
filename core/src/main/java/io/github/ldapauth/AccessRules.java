// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.GroupQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of a configuration: which groups users must be in, and which not.
 *
 * @param lookedFor further queries, whose groups are looked for as those of rules
 * @param hiddenGroupsDenyNobody whether a group that cannot be seen counts as empty
 */
record AccessRules(
    List<GroupQuery> required,
    List<GroupQuery> denied,
    List<GroupQuery> lookedFor,
    boolean hiddenGroupsDenyNobody) {

  static final AccessRules NONE = new AccessRules(List.of(), List.of(), List.of(), false);

  AccessRules {
    required = List.copyOf(required);
    denied = List.copyOf(denied);
    lookedFor = List.copyOf(lookedFor);
  }

  AccessRules requiring(GroupQuery query) {
    return new AccessRules(plus(required, query), denied, lookedFor, hiddenGroupsDenyNobody);
  }

  AccessRules denying(GroupQuery query) {
    return new AccessRules(required, plus(denied, query), lookedFor, hiddenGroupsDenyNobody);
  }

  AccessRules lookingFor(GroupQuery query) {
    return new AccessRules(required, denied, plus(lookedFor, query), hiddenGroupsDenyNobody);
  }

  AccessRules ignoringHiddenGroups() {
    return new AccessRules(required, denied, lookedFor, true);
  }

  private static List<GroupQuery> plus(List<GroupQuery> queries, GroupQuery query) {
    return Stream.concat(queries.stream(), Stream.of(query)).toList();
  }

  /**
   * Checks that a user satisfies every {@code require} rule, and no {@code deny} rule.
   *
   * @throws Rejection if a rule rejects the user, or is undecided
   */
  void check(LdapUser user) {
    for (GroupQuery query : required) {
      if (!user.satisfies(query)) {
        throw new Rejection(
            RejectionReason.REQUIREMENT_NOT_MET,
            user.dn()
                + " does not satisfy "
                + query
                + "; groups: "
                + LogText.of(user.groups().toString()));
      }
    }
    for (GroupQuery query : denied) {
      if (user.satisfies(query)) {
        throw new Rejection(RejectionReason.DENIED, user.dn() + " satisfies " + query);
      }
    }
  }

  /** Returns the groups that the rules name. */
  Set<Dn> namedGroups() {
    Set<Dn> named = new LinkedHashSet<>();
    for (List<GroupQuery> queries : List.of(required, denied, lookedFor)) {
      for (GroupQuery query : queries) {
        query.namedGroups().forEach(named::add);
      }
    }
    return named;
  }
}

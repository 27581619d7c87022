// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.Combination.Operator;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a user's groups: {@code memberOf(A).and(not(memberOf(B)))}. A query is a value. It
 * equals a query of the same shape that names the same groups. {@code toString} prints the form
 * that {@link #parse} reads.
 */
public sealed interface GroupQuery permits MemberOf, Combination, Not {

  /**
   * Matches members of the group with this DN. Text that is no DN is a mistake of the configuration
   * that uses the query.
   */
  static GroupQuery memberOf(@Nullable String groupDn) {
    return new MemberOf(ParsedSetting.dn("memberOf", groupDn));
  }

  /**
   * Reads a query: the DN of a group, for its members, or the form of an LDAP filter (RFC 4515),
   * with {@code (group=…)} and the DN of a group, {@code (&…)}, {@code (|…)} and {@code (!…)}, such
   * as {@code (&(group=cn=staff,dc=example,dc=com)(!(group=cn=suspended,dc=example,dc=com)))}. In
   * the DN of a filter, the characters {@code * ( ) \} are written {@code \2a \28 \29 \5c}.
   *
   * @throws IllegalArgumentException if the text is anything else; the message names the position,
   *     counted from 0
   */
  static GroupQuery parse(String text) {
    return Objects.requireNonNull(text, "text").startsWith("(")
        ? LdapFilter.read(text, new QueryReader())
        : QueryReader.readDn(text);
  }

  /** Matches users that match all queries. An empty list is a mistake of the configuration. */
  static GroupQuery allOf(GroupQuery... queries) {
    return Operator.ALL_OF.of(queries);
  }

  /** See {@link #allOf(GroupQuery...)}. */
  static GroupQuery allOf(Collection<? extends GroupQuery> queries) {
    return allOf(queries.toArray(GroupQuery[]::new));
  }

  /** Matches users that match any query. An empty list is a mistake of the configuration. */
  static GroupQuery anyOf(GroupQuery... queries) {
    return Operator.ANY_OF.of(queries);
  }

  /** See {@link #anyOf(GroupQuery...)}. */
  static GroupQuery anyOf(Collection<? extends GroupQuery> queries) {
    return anyOf(queries.toArray(GroupQuery[]::new));
  }

  /** Matches users that do not match the query. */
  static GroupQuery not(GroupQuery query) {
    return new Not(query);
  }

  /** Matches users that match this query and the other one. */
  default GroupQuery and(GroupQuery other) {
    return allOf(this, Objects.requireNonNull(other, "other"));
  }

  /** Matches users that match this query, the other one, or both. */
  default GroupQuery or(GroupQuery other) {
    return anyOf(this, Objects.requireNonNull(other, "other"));
  }

  /**
   * Evaluates the query for the groups of a user. Sends nothing.
   *
   * @throws IllegalArgumentException if the query names a group by text that is no DN
   */
  Answer evaluate(Groups groups);

  /** Returns why {@link #evaluate} returns unknown, as text that is fit for a log. */
  default String doubts(Groups groups) {
    return namedGroups()
        .distinct()
        .flatMap(group -> groups.doubt(group).stream())
        .collect(Collectors.joining("; "));
  }

  /**
   * Returns whether a user is in each group that the query names, in the order of the query but
   * with the groups under {@code not} last. {@link Groups#doubt} says why that is unknown.
   */
  default Map<Dn, Answer> explain(Groups groups) {
    Map<Dn, Answer> answers = new LinkedHashMap<>();
    namedGroups().forEach(group -> answers.put(group, groups.contains(group)));
    return answers;
  }

  /** Returns the mistakes of the query, one line each; empty if there are none. */
  List<String> mistakes();

  /**
   * Returns the mistakes of a setting that evaluates this query, one line each. A query needs a
   * group look-up, and can only name groups within its bases.
   *
   * @param setting the name that each line begins with, such as {@code require}
   * @param groups the look-up that the configuration sets; null if it sets none
   */
  default List<String> mistakes(String setting, @Nullable GroupLookup groups) {
    if (groups == null) {
      return List.of(setting + " " + this + ": " + GroupLookup.MISSING);
    }
    return Stream.concat(
            mistakes().stream().map(mistake -> setting + " " + mistake),
            namedGroups()
                .filter(group -> !groups.canFind(group))
                .map(
                    group ->
                        setting
                            + " memberOf \""
                            + group
                            + "\": "
                            + groups.outside()
                            + "; correct one of them"))
        .toList();
  }

  /** Returns the groups that the query names, except texts that are no DN. */
  default Stream<Dn> namedGroups() {
    return Stream.concat(groupsOutsideNot(), groupsUnderNot());
  }

  /**
   * Returns the groups that the query names to match their members, except texts that are no DN.
   */
  Stream<Dn> groupsOutsideNot();

  /** Returns the groups that the query names under {@code not}, except texts that are no DN. */
  Stream<Dn> groupsUnderNot();
}

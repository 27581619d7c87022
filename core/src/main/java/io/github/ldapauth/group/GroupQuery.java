// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.Combination.Operator;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks about a person's groups: {@code memberOf(A).and(not(memberOf(B)))}. A query is a value:
 * equal to any query of the same shape that names the same groups, and printed in the form of an
 * LDAP filter, which {@link #parse} reads.
 */
public sealed interface GroupQuery permits MemberOf, Combination, Not {

  /**
   * Asks whether the person is in the group with this DN. Text that is no DN is reported when the
   * configuration that uses the query is built.
   */
  static GroupQuery memberOf(@Nullable String groupDn) {
    return new MemberOf(ParsedSetting.dn("memberOf", groupDn));
  }

  /**
   * Reads a query from the form of an LDAP filter (RFC 4515): {@code (group=…)} with the DN of a
   * group, {@code (&…)}, {@code (|…)} and {@code (!…)}, such as {@code
   * (&(group=cn=staff,dc=example,dc=com)(!(group=cn=suspended,dc=example,dc=com)))}. In a DN, the
   * characters {@code * ( ) \} are written {@code \2a \28 \29 \5c}.
   *
   * @throws IllegalArgumentException if the text is anything else, with what is wrong and where,
   *     counted from 0
   */
  static GroupQuery parse(String text) {
    GroupQuery named = memberOf(Objects.requireNonNull(text, "text"));
    if (!text.startsWith("(") && named.mistakes().isEmpty()) {
      throw new IllegalArgumentException("is a DN; write " + named);
    }
    return LdapFilter.read(text, new QueryReader());
  }

  /** Asks whether all of these are so. */
  static GroupQuery allOf(GroupQuery... queries) {
    return Operator.ALL_OF.of(queries);
  }

  /** See {@link #allOf(GroupQuery...)}. */
  static GroupQuery allOf(Collection<? extends GroupQuery> queries) {
    return allOf(queries.toArray(GroupQuery[]::new));
  }

  /** Asks whether at least one of these is so. */
  static GroupQuery anyOf(GroupQuery... queries) {
    return Operator.ANY_OF.of(queries);
  }

  /** See {@link #anyOf(GroupQuery...)}. */
  static GroupQuery anyOf(Collection<? extends GroupQuery> queries) {
    return anyOf(queries.toArray(GroupQuery[]::new));
  }

  /** Asks whether this is not so. */
  static GroupQuery not(GroupQuery query) {
    return new Not(query);
  }

  /** Asks whether this query and the other one are so. */
  default GroupQuery and(GroupQuery other) {
    return allOf(this, Objects.requireNonNull(other, "other"));
  }

  /** Asks whether this query or the other one is so. */
  default GroupQuery or(GroupQuery other) {
    return anyOf(this, Objects.requireNonNull(other, "other"));
  }

  /**
   * Answers the query.
   *
   * @throws IllegalArgumentException if the query names something that is no DN
   */
  Answer evaluate(Groups groups);

  /** Returns what keeps {@link #evaluate} from an answer, as text that is fit for a log. */
  default String doubts(Groups groups) {
    return namedGroups()
        .distinct()
        .flatMap(group -> groups.doubt(group).stream())
        .collect(Collectors.joining("; "));
  }

  /** Returns what is wrong with the query, one line a mistake; empty if it can be evaluated. */
  List<String> mistakes();

  /**
   * Returns what is wrong with a setting that evaluates this query, one line a mistake. A query
   * needs groups, and can only name groups that the look-up could find.
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
                .map(group -> setting + " memberOf \"" + group + "\": lies outside " + groups))
        .toList();
  }

  /** Returns the groups that the query names, but for those that are no DN. */
  default Stream<Dn> namedGroups() {
    return Stream.concat(namedGroups(true), namedGroups(false));
  }

  /**
   * Returns the groups that the query names either to match members, or to match other users.
   *
   * @param members whether to return those that make members match
   */
  Stream<Dn> namedGroups(boolean members);
}

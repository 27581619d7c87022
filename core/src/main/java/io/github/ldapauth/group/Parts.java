// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What queries that are made of other queries have in common. */
final class Parts {

  private Parts() {}

  static List<GroupQuery> of(GroupQuery... queries) {
    return Stream.of(Objects.requireNonNull(queries, "queries"))
        .map(query -> Objects.requireNonNull(query, "query"))
        .toList();
  }

  static List<String> mistakes(String name, List<GroupQuery> parts) {
    return parts.isEmpty()
        ? List.of(name + ": combines no queries")
        : parts.stream().flatMap(part -> part.mistakes().stream()).toList();
  }

  static Stream<Dn> namedGroups(List<GroupQuery> parts) {
    return parts.stream().flatMap(GroupQuery::namedGroups);
  }

  static String print(char operator, List<GroupQuery> parts) {
    return parts.stream()
        .map(GroupQuery::toString)
        .collect(Collectors.joining("", "(" + operator, ")"));
  }
}

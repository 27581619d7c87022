// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An "and" or an "or" of queries. */
record Combination(Operator operator, List<GroupQuery> queries) implements GroupQuery {

  /** The two ways to combine queries. */
  enum Operator {
    ALL_OF("allOf", '&', Answer.YES),
    ANY_OF("anyOf", '|', Answer.NO);

    private final String method;
    private final char symbol;
    private final Answer ofNone;

    Operator(String method, char symbol, Answer ofNone) {
      this.method = method;
      this.symbol = symbol;
      this.ofNone = ofNone;
    }

    private Answer ofTwo(Answer one, Answer other) {
      return this == ALL_OF ? one.and(other) : one.or(other);
    }

    GroupQuery of(GroupQuery... queries) {
      return new Combination(
          this,
          Stream.of(Objects.requireNonNull(queries, method + " queries"))
              .map(query -> Objects.requireNonNull(query, method + " query"))
              .toList());
    }
  }

  @Override
  public Answer evaluate(Groups groups) {
    return queries.stream()
        .map(query -> query.evaluate(groups))
        .reduce(operator.ofNone, operator::ofTwo);
  }

  @Override
  public List<String> mistakes() {
    return queries.isEmpty()
        ? List.of(operator.method + ": combines no queries")
        : queries.stream().flatMap(query -> query.mistakes().stream()).toList();
  }

  @Override
  public Stream<Dn> groupsOutsideNot() {
    return queries.stream().flatMap(GroupQuery::groupsOutsideNot);
  }

  @Override
  public Stream<Dn> groupsUnderNot() {
    return queries.stream().flatMap(GroupQuery::groupsUnderNot);
  }

  @Override
  public String toString() {
    return queries.stream()
        .map(GroupQuery::toString)
        .collect(Collectors.joining("", "(" + operator.symbol, ")"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The negation of a query. */
record Not(GroupQuery query) implements GroupQuery {

  Not {
    Objects.requireNonNull(query, "not query");
  }

  @Override
  public Answer evaluate(Groups groups) {
    return query.evaluate(groups).negate();
  }

  @Override
  public List<String> mistakes() {
    return query.mistakes();
  }

  @Override
  public Stream<Dn> groupsOutsideNot() {
    return query.groupsUnderNot();
  }

  @Override
  public Stream<Dn> groupsUnderNot() {
    return query.groupsOutsideNot();
  }

  @Override
  public String toString() {
    return "(!" + query + ")";
  }
}

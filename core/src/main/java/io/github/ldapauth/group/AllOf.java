// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.stream.Stream;

/** Asks whether all of its parts are so. */
record AllOf(List<GroupQuery> parts) implements GroupQuery {

  @Override
  public Answer evaluate(Groups groups) {
    return parts.stream().map(part -> part.evaluate(groups)).reduce(Answer.YES, Answer::and);
  }

  @Override
  public List<String> mistakes() {
    return Parts.mistakes("allOf", parts);
  }

  @Override
  public Stream<Dn> namedGroups() {
    return Parts.namedGroups(parts);
  }

  @Override
  public String toString() {
    return Parts.print('&', parts);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.List;
import java.util.stream.Stream;

/** A query that matches the members of one group. */
record MemberOf(ParsedSetting<Dn> group) implements GroupQuery {

  @Override
  public Answer evaluate(Groups groups) {
    return groups.contains(group.get());
  }

  @Override
  public List<String> mistakes() {
    return group.mistake().stream().toList();
  }

  @Override
  public Stream<Dn> groupsOutsideNot() {
    return group.value().stream();
  }

  @Override
  public Stream<Dn> groupsUnderNot() {
    return Stream.empty();
  }

  @Override
  public String toString() {
    return LdapFilter.equal(QueryReader.ATTRIBUTE, group.toString()).toString();
  }
}

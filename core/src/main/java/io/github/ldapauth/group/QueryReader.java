// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.FilterReader;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.Combination.Operator;
import java.util.List;

/** A reader of queries in filter form; the attribute {@code group} stands for membership. */
final class QueryReader implements FilterReader<GroupQuery> {

  static final String ATTRIBUTE = "group";

  @Override
  public GroupQuery and(List<GroupQuery> parts) {
    return new Combination(Operator.ALL_OF, parts);
  }

  @Override
  public GroupQuery or(List<GroupQuery> parts) {
    return new Combination(Operator.ANY_OF, parts);
  }

  @Override
  public GroupQuery not(GroupQuery part) {
    return new Not(part);
  }

  @Override
  public GroupQuery equal(String attribute, String value, int position) {
    if (!attribute.equalsIgnoreCase(ATTRIBUTE)) {
      throw notAQuery(
          "compares \"" + attribute + "\"; write (group=…) with the DN of a group", position);
    }
    ParsedSetting<Dn> group = ParsedSetting.dn("memberOf", value);
    group
        .mistake()
        .ifPresent(
            mistake -> {
              throw notAQuery(mistake + ", such as cn=staff,ou=groups,dc=example,dc=com", position);
            });
    return new MemberOf(group);
  }

  @Override
  public GroupQuery other(String part, int position) {
    throw notAQuery(part + " is none of (group=…), (&…), (|…), (!…)", position);
  }

  private static IllegalArgumentException notAQuery(String what, int position) {
    return new IllegalArgumentException(
        "not a group query (at position " + position + ": " + what + ")");
  }
}

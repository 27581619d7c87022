// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.FilterReader;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.Combination.Operator;
import java.util.List;
import java.util.regex.Pattern;

/** A reader of queries in filter form; the attribute {@code group} stands for membership. */
final class QueryReader implements FilterReader<GroupQuery> {

  static final String ATTRIBUTE = "group";

  private static final String AS_DN =
      ", such as cn=staff,ou=groups,dc=example,dc=com; in a name, write \\5c, for a comma, and in a"
          + " properties file each backslash twice";

  private static final Pattern BEFORE_MISTAKE =
      Pattern.compile("^memberOf \".*?\": ", Pattern.DOTALL);
  private static final Pattern FILTER_WITHOUT_PARENTHESES =
      Pattern.compile("group *=|[&|!]", Pattern.CASE_INSENSITIVE);

  private static final Pattern MEMBER_OF = Pattern.compile("memberOf *=", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a query that is the DN of a group alone.
   *
   * @throws IllegalArgumentException if it is anything else, with what to write
   */
  static GroupQuery readDn(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty; write the DN of a group");
    }
    if (MEMBER_OF.matcher(text).lookingAt()) {
      throw new IllegalArgumentException("begins with memberOf=; write the DN of the group alone");
    }
    if (FILTER_WITHOUT_PARENTHESES.matcher(text).lookingAt()) {
      throw new IllegalArgumentException("lacks parentheses; write (" + text + ")");
    }
    ParsedSetting<Dn> group = ParsedSetting.dn("memberOf", text);
    group
        .mistake()
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException(
                  text.contains("=")
                      ? BEFORE_MISTAKE.matcher(mistake).replaceFirst("")
                          + "; in a name, write \\, for a comma, and in a properties file each"
                          + " backslash twice"
                      : "is no DN; write that of the group, such as cn="
                          + text
                          + ",ou=groups,dc=example,dc=com");
            });
    return new MemberOf(group);
  }

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
              throw notAQuery(mistake + AS_DN, position);
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

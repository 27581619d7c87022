// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ways by which the groups of a user contain the user: itself, or through other groups. For a
 * diagnosis, as it sends one search for each group.
 */
final class GroupWays {

  private static final String ARROW = " \u2192 ";
  private static final int MOST_SEARCHES = 100;
  private static final String NOT_SEARCHED =
      "; nested groups are not searched without GroupType.nested()";

  private final GroupSearchLookup lookup;
  private final String attribute;
  private final DirectorySession session;

  /**
   * Prepares the searches.
   *
   * @param attribute the attribute by which groups name the DNs of their members
   */
  GroupWays(GroupSearchLookup lookup, String attribute, DirectorySession session) {
    this.lookup = lookup;
    this.attribute = attribute;
    this.session = session;
  }

  /**
   * Returns the ways to the groups that only the search for nested groups finds.
   *
   * @param groups those that are found without
   */
  static Map<Dn, String> missed(
      GroupSearchLookup nested, Groups groups, LdapEntry user, DirectorySession session) {
    Map<Dn, String> missed = nested.waysTo(nested.groupsOf(user, session), user, session);
    missed.keySet().removeAll(groups.dns());
    missed.replaceAll((group, way) -> way + NOT_SEARCHED);
    return missed;
  }

  /** Returns the shortest way to each group, such as {@code uid=alice → cn=team-a → cn=all}. */
  Map<Dn, String> of(Groups groups, LdapEntry user) {
    Map<Dn, String> ways = new LinkedHashMap<>();
    ways.put(user.dn(), name(user.dn()));
    Deque<Dn> open = new ArrayDeque<>(ways.keySet());
    for (int i = 0;
        i < MOST_SEARCHES && !open.isEmpty() && ways.size() <= groups.dns().size();
        i++) {
      Dn member = open.remove();
      String way = ways.get(member);
      for (LdapEntry group :
          lookup.in(session).matching(LdapFilter.equal(attribute, member.toString()))) {
        if (groups.contains(group.dn()) == Answer.YES && !ways.containsKey(group.dn())) {
          ways.put(group.dn(), way + ARROW + name(group.dn()));
          open.add(group.dn());
        }
      }
    }
    ways.remove(user.dn());
    return ways;
  }

  /** Returns the first RDN. */
  private static String name(Dn dn) {
    String text = dn.toString();
    return dn.parent()
        .map(parent -> text.substring(0, text.length() - parent.toString().length()))
        .map(rdn -> rdn.replaceFirst("\\s*,\\s*$", ""))
        .orElse(text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Entries;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tree {@code cn=compat} of FreeIPA (slapi-nis): each user and group of POSIX once more, with
 * the attributes of RFC 2307 only.
 */
final class CompatTree {

  private static final List<String> USER_ATTRIBUTES =
      List.of("uid", "cn", "uidNumber", "gidNumber", "homeDirectory", "loginShell");

  private final DN users;
  private final DN groups;
  private final DN userViews;
  private final DN groupViews;

  CompatTree(String baseDn) {
    users = dn("cn=users,cn=accounts," + baseDn);
    groups = dn("cn=groups,cn=accounts," + baseDn);
    userViews = dn("cn=users,cn=compat," + baseDn);
    groupViews = dn("cn=groups,cn=compat," + baseDn);
  }

  private static DN dn(String text) {
    return Entries.parse(text).orElseThrow();
  }

  boolean holds(DN dn) {
    DN parent = dn.getParent();
    return userViews.equals(parent) || groupViews.equals(parent);
  }

  /** Returns whether some of it is at or below a DN. */
  boolean isBelow(DN dn) {
    return holds(dn) || dn.isAncestorOf(userViews, true) || dn.isAncestorOf(groupViews, true);
  }

  List<Entry> of(Entries entries) {
    return Stream.concat(
            below(users, "posixAccount", entries).flatMap(each -> userView(each).stream()),
            below(groups, "posixGroup", entries).flatMap(each -> groupView(each, entries).stream()))
        .toList();
  }

  private static Stream<ReadOnlyEntry> below(DN base, String objectClass, Entries entries) {
    return entries.all().stream()
        .filter(each -> each.hasObjectClass(objectClass))
        .filter(each -> base.equals(Entries.dnOf(each).getParent()));
  }

  private Optional<Entry> userView(ReadOnlyEntry user) {
    return view("uid", user, userViews, "posixAccount")
        .map(
            view -> {
              USER_ATTRIBUTES.stream()
                  .flatMap(each -> copy(user, each))
                  .forEach(view::setAttribute);
              view.setAttribute("gecos", user.getAttributeValue("cn"));
              return view;
            });
  }

  private Optional<Entry> groupView(ReadOnlyEntry group, Entries entries) {
    return view("cn", group, groupViews, "posixGroup")
        .map(
            view -> {
              copy(group, "gidNumber").forEach(view::setAttribute);
              List<String> members =
                  entries.memberships().allMembersOf(Entries.dnOf(group)).stream()
                      .filter(each -> users.equals(each.getParent()))
                      .flatMap(each -> entries.at(each).stream())
                      .flatMap(each -> Stream.ofNullable(each.getAttributeValue("uid")))
                      .sorted()
                      .toList();
              if (!members.isEmpty()) {
                view.setAttribute(new Attribute("memberUid", members));
              }
              return view;
            });
  }

  private static Optional<Entry> view(
      String naming, ReadOnlyEntry original, DN parent, String objectClass) {
    return Optional.ofNullable(original.getAttributeValue(naming))
        .map(
            name -> {
              Entry view = new Entry(new DN(new RDN(naming, name), parent));
              view.addAttribute("objectClass", "top", objectClass);
              view.addAttribute(naming, name);
              return view;
            });
  }

  private static Stream<Attribute> copy(ReadOnlyEntry from, String attribute) {
    return Stream.ofNullable(from.getAttribute(attribute));
  }

  /** Returns the DN of the entry that a view of a user shows; any other name as it is. */
  String original(String name) {
    return Entries.parse(name)
        .filter(dn -> userViews.equals(dn.getParent()))
        .map(dn -> new DN(dn.getRDN(), users).toString())
        .orElse(name);
  }
}

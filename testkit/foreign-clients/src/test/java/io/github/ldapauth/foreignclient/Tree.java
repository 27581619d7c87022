// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The entries of a directory.
 *
 * @param userClass the object class of users
 * @param groupClass the object class of groups
 */
record Tree(String base, String userClass, String groupClass) {

  /** Returns all entries, with the passwords of these users. */
  String ldif(List<String> users) {
    Entry top = new Entry(base);
    top.addAttribute("objectClass", "top", "domain");
    top.addAttribute("dc", base.substring(3, base.indexOf(',')));
    return Stream.of(
            Stream.of(top),
            units().stream(),
            users.stream().map(this::userWithPassword),
            groups().stream())
        .flatMap(entries -> entries)
        .map(Entry::toLDIFString)
        .collect(Collectors.joining("\n"));
  }

  List<Entry> units() {
    return Stream.of("people", "groups")
        .map(
            name -> {
              Entry unit = new Entry("ou=" + name + "," + base);
              unit.addAttribute("objectClass", "top", "organizationalUnit");
              unit.addAttribute("ou", name);
              return unit;
            })
        .toList();
  }

  Entry user(String name) {
    Entry user = new Entry(dn(name));
    user.addAttribute("objectClass", userClass);
    user.addAttribute("cn", name);
    user.addAttribute("sn", name);
    if (userClass.equals("user")) {
      user.addAttribute("sAMAccountName", name);
      user.addAttribute("userPrincipalName", name + "@ad.example.com");
      user.addAttribute("userAccountControl", "512");
    }
    return user;
  }

  private Entry userWithPassword(String name) {
    Entry user = user(name);
    user.addAttribute("userPassword", Target.RIGHT);
    return user;
  }

  List<Entry> groups() {
    return List.of(group("staff", "alice"), group("crew", "alice", "bob"), group("others", "bob"));
  }

  private Entry group(String name, String... members) {
    Entry group = new Entry("cn=" + name + ",ou=groups," + base);
    group.addAttribute("objectClass", groupClass);
    group.addAttribute("cn", name);
    group.addAttribute("member", Stream.of(members).map(this::dn).toList());
    return group;
  }

  private String dn(String user) {
    return "cn=" + user + ",ou=people," + base;
  }
}

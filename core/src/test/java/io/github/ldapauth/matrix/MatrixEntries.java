// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The entries that every directory of the table has, in the words of its schema.
 *
 * @param posixGroup the object classes of a group of RFC 2307
 * @param users the attributes of each user, beside the usual ones
 */
record MatrixEntries(
    String base,
    boolean isActiveDirectory,
    List<String> posixGroup,
    Map<String, List<Attribute>> users) {

  static final String COMMA = "Doe, John (X)";
  static final int MANY = 25;

  /** How many entries servers return at once, if they can be told. */
  static final int SIZE_LIMIT = 20;

  /** Returns the entries of a server with the schema of RFC 4519. */
  static MatrixEntries standard() {
    return of("dc=example,dc=com", false, "posixGroup");
  }

  /** Returns the entries of a server whose posixGroup is an auxiliary class (RFC 2307bis). */
  static MatrixEntries rfc2307bis() {
    return of("dc=example,dc=com", false, "device", "posixGroup");
  }

  /** Returns the entries of an Active Directory. */
  static MatrixEntries activeDirectory(String base) {
    return of(base, true, "group");
  }

  private static MatrixEntries of(String base, boolean isActiveDirectory, String... posixGroup) {
    MatrixEntries entries =
        new MatrixEntries(base, isActiveDirectory, List.of(posixGroup), new LinkedHashMap<>());
    for (String name :
        List.of("svc", "bob", "many", "careless", "changing", "short", "moving", "braked")) {
      entries.with(name);
    }
    return entries.with("alice", new Attribute("givenName", "Alice")).with(COMMA);
  }

  /** Adds a user, or attributes to one. */
  MatrixEntries with(String name, Attribute... attributes) {
    users.computeIfAbsent(name, any -> new ArrayList<>()).addAll(List.of(attributes));
    return this;
  }

  String userAttribute() {
    return isActiveDirectory ? "sAMAccountName" : "uid";
  }

  String people() {
    return "ou=people," + base;
  }

  String groups() {
    return "ou=groups," + base;
  }

  String dn(String user) {
    return new RDN(isActiveDirectory ? "cn" : "uid", user) + "," + people();
  }

  /** Returns the name that a user types. */
  String typed(String user) {
    return isActiveDirectory ? user.replaceAll("[^a-z]", "") : user;
  }

  String group(String name) {
    return "cn=" + name + "," + groups();
  }

  List<Entry> units() {
    List<Entry> units = new ArrayList<>();
    for (String name : List.of("people", "groups")) {
      Entry unit = entry("ou=" + name + "," + base, "organizationalUnit");
      unit.addAttribute("ou", name);
      units.add(unit);
    }
    return units;
  }

  /** Returns the entry of a user without a password. */
  Entry user(String name) {
    Entry user = entry(dn(name), isActiveDirectory ? "user" : "inetOrgPerson");
    user.addAttribute("cn", name);
    user.addAttribute("sn", "Name of " + name);
    user.addAttribute(userAttribute(), typed(name));
    if (isActiveDirectory) {
      user.addAttribute("uid", typed(name));
      user.addAttribute("userPrincipalName", typed(name) + "@ad.example.com");
      user.addAttribute("userAccountControl", "512");
    }
    users.getOrDefault(name, List.of()).forEach(user::setAttribute);
    return user;
  }

  List<Entry> groupEntries() {
    List<Entry> groups = new ArrayList<>();
    groups.add(groupOf("staff", dn("alice"), dn(COMMA)));
    groups.add(groupOf("admins", group("staff")));
    groups.add(groupOf("board", group("admins")));
    groups.add(groupOf("suspended", dn("bob")));
    IntStream.range(0, MANY).forEach(i -> groups.add(groupOf("many" + i, dn("many"))));
    Entry posix = entry(group("posix"), posixGroup.toArray(String[]::new));
    posix.addAttribute("cn", "posix");
    posix.addAttribute("gidNumber", "7001");
    posix.addAttribute("memberUid", "alice");
    groups.add(posix);
    if (!isActiveDirectory) {
      Entry unique = entry(group("unique"), "groupOfUniqueNames");
      unique.addAttribute("cn", "unique");
      unique.addAttribute("uniqueMember", dn("alice"));
      groups.add(unique);
    }
    return groups;
  }

  private Entry groupOf(String name, String... members) {
    Entry group = entry(group(name), isActiveDirectory ? "group" : "groupOfNames");
    group.addAttribute("cn", name);
    group.addAttribute("member", members);
    return group;
  }

  private static Entry entry(String dn, String... objectClasses) {
    Entry entry = new Entry(dn);
    entry.addAttribute("objectClass", objectClasses);
    return entry;
  }

  /** Returns all entries, with passwords. */
  String ldif() {
    return ldif(all());
  }

  /** Returns all entries, with passwords and with ids, which replicas share. */
  String ldifOfReplica() {
    List<Entry> entries = all();
    for (Entry entry : entries) {
      byte[] dn = entry.getDN().getBytes(StandardCharsets.UTF_8);
      entry.addAttribute("entryUUID", UUID.nameUUIDFromBytes(dn).toString());
    }
    return ldif(entries);
  }

  private static String ldif(List<Entry> entries) {
    return entries.stream().map(Entry::toLDIFString).collect(Collectors.joining("\n"));
  }

  private List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    Entry top = entry(base, "domain");
    top.addAttribute("dc", base.substring(3, base.indexOf(',')));
    entries.add(top);
    entries.addAll(units());
    for (String name : users.keySet()) {
      Entry user = user(name);
      user.addAttribute("userPassword", MatrixDirectory.PASSWORD);
      entries.add(user);
    }
    entries.addAll(groupEntries());
    if (!isActiveDirectory) {
      entries.add(MatrixDirectories.REMOTE.referral());
    }
    return entries;
  }
}

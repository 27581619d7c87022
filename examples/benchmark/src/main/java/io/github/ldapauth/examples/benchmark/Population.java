// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.stream.IntStream;

/**
 * The users and groups of a directory. Each user is in the same number of groups.
 *
 * @param groups at least {@code groupsPerUser}
 */
record Population(int users, int groups, int groupsPerUser) {

  static final String BASE = "dc=example,dc=com";
  static final String USERS = "ou=people," + BASE;
  static final String GROUPS = "ou=groups," + BASE;
  static final String SERVICE = "uid=service,ou=services," + BASE;
  static final String SERVICE_PASSWORD = "service password";

  /** Returns a population whose groups have about a hundred members each. */
  static Population of(int users, int groupsPerUser) {
    return new Population(
        users, Math.max(groupsPerUser, users * groupsPerUser / 100), groupsPerUser);
  }

  static String username(int user) {
    return "user" + user;
  }

  static String password(int user) {
    return "password of " + user;
  }

  static String mail(int user) {
    return username(user) + "@example.com";
  }

  static String dn(String username) {
    return "uid=" + username + "," + USERS;
  }

  /** Returns all entries (RFC 2849). */
  String ldif() {
    StringBuilder ldif = new StringBuilder();
    ldif.append(
        """
        dn: dc=example,dc=com
        objectClass: domain
        dc: example

        dn: ou=people,dc=example,dc=com
        objectClass: organizationalUnit
        ou: people

        dn: ou=groups,dc=example,dc=com
        objectClass: organizationalUnit
        ou: groups

        dn: ou=services,dc=example,dc=com
        objectClass: organizationalUnit
        ou: services

        dn: uid=service,ou=services,dc=example,dc=com
        objectClass: account
        objectClass: simpleSecurityObject
        uid: service
        userPassword: service password

        """);
    IntStream.range(0, users).forEach(user -> appendUser(ldif, user));
    IntStream.range(0, groups).forEach(group -> appendGroup(ldif, group));
    return ldif.toString();
  }

  private static void appendUser(StringBuilder ldif, int user) {
    ldif.append("dn: ").append(dn(username(user)));
    ldif.append("\nobjectClass: inetOrgPerson\nuid: ").append(username(user));
    ldif.append("\ncn: Given").append(user).append(" Family").append(user);
    ldif.append("\nsn: Family").append(user);
    ldif.append("\ngivenName: Given").append(user);
    ldif.append("\nmail: ").append(mail(user));
    ldif.append("\ntelephoneNumber: +1 555 ").append(user);
    ldif.append("\nuserPassword: ").append(password(user)).append("\n\n");
  }

  private void appendGroup(StringBuilder ldif, int group) {
    ldif.append("dn: cn=group").append(group).append(',').append(GROUPS);
    ldif.append("\nobjectClass: groupOfNames\ncn: group").append(group);
    // User u is in groups u, u + 1, … of the ring of groups.
    for (int step = 0; step < groupsPerUser; step++) {
      for (int user = Math.floorMod(group - step, groups); user < users; user += groups) {
        ldif.append("\nmember: ").append(dn(username(user)));
      }
    }
    ldif.append("\n\n");
  }
}

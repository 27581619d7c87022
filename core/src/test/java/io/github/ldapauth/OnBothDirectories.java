// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import com.unboundid.util.Base64;
import io.github.ldapauth.OriginalDirectory.Server;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tells the stories of a class twice, against the test kit and against a real slapd, both holding
 * the entries of the original's tests. A story that changes entries changes them back.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Server.class)
abstract class OnBothDirectories {

  static final String PEOPLE = "ou=people,o=test";
  static final String GROUPS = "ou=groups,o=test";

  static OriginalDirectory directory;

  @Parameter Server server;

  @BeforeParameterizedClassInvocation
  static void start(Server server) {
    directory = OriginalDirectory.start(server);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (directory != null) {
      directory.close();
      directory = null;
    }
  }

  static String person(String rdn) {
    return rdn + "," + PEOPLE;
  }

  static String group(String name) {
    return "cn=" + name + "," + GROUPS;
  }

  /** Binds directly, and reads anonymously. */
  static LdapAuthConfigBuilder byTemplate() {
    return LdapAuthConfig.builder(
        directory.server(), UserLookup.dnTemplate("uid={username}," + PEOPLE));
  }

  /** Searches anonymously, then binds. */
  static LdapAuthConfigBuilder bySearch() {
    return LdapAuthConfig.builder(
        directory.server(), UserLookup.search(PEOPLE, "(uid={username})"));
  }

  /** Finds the groups below {@code ou=groups} that hold the DNs of their members. */
  static GroupSearchLookup groupsOfNames() {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames());
  }

  /** Tells a story in which the directory holds one more entry. */
  static void withEntry(String dn, List<String> attributes, Runnable story) {
    directory.change(
        Stream.concat(Stream.of("dn: " + dn, "changetype: add"), attributes.stream())
            .toArray(String[]::new));
    try {
      story.run();
    } finally {
      directory.change("dn: " + dn, "changetype: delete");
    }
  }

  /** Returns the attributes of an entry for a person. */
  static List<String> personWith(String uid, String password) {
    return List.of(
        "objectClass: inetOrgPerson",
        "uid: " + uid,
        "cn: " + uid,
        "sn: " + uid,
        "userPassword:: " + Base64.encode(password));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.Arguments;

/** A directory with groups of every type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GroupsOfUsers {

  static final String ODD = "cn=Doe\\, John (X)*\\\\,ou=people,dc=example,dc=com";
  final TestDirectory directory =
      Directories.people()
          .user("carol", user -> user.password("carol").attribute("gidNumber", "500"))
          .user("odd", user -> user.dn(ODD).password("odd"))
          .group("unique", group -> group.ofUniqueNames().members("carol"))
          .group("role", group -> group.role().members("carol"))
          .group("primary", group -> group.posix(500))
          .group("listed", group -> group.posix(501).members("carol", "alice"))
          .group("odd group, (one)*", group -> group.members("odd"))
          .group("around odd", group -> group.members("odd group, (one)*"))
          .group("chicken", group -> group.members("carol", "cn=egg," + GROUPS))
          .group("egg", group -> group.members("chicken", "cn=egg," + GROUPS))
          .group("nameless", group -> group.dn("ou=x," + GROUPS).attribute("cn").members("bob"))
          .ldif("dn: cn=no posix," + PEOPLE, "objectClass: person", "mail: nobody@example.com")
          .ldif("dn: ou=more," + Directories.PEOPLE, "objectClass: organizationalUnit", "ou: more")
          .group("outside", group -> group.dn("cn=outside,ou=more," + PEOPLE).members("egg"))
          .start();

  @BeforeEach
  void forget() {
    directory.faults().clear();
    directory.forgetOperations();
  }

  @AfterAll
  void stop() {
    directory.close();
  }

  LdapAuthenticator<LdapUser> authenticator(GroupLookup groups) {
    return LdapAuthenticator.create(Directories.config(directory).groups(groups).build());
  }

  Set<String> names(GroupLookup groups, String username) {
    try (var authenticator = authenticator(groups)) {
      return authenticator.lookup(username).orElseThrow().groups().names();
    }
  }

  static Stream<Arguments> types() {
    return Stream.of(
        arguments(GroupType.groupOfNames(), Set.of("chicken")),
        arguments(GroupType.groupOfNames().nested(), Set.of("chicken", "egg")),
        arguments(GroupType.groupOfUniqueNames(), Set.of("unique")),
        arguments(GroupType.organizationalRole().nested(), Set.of("role")),
        arguments(GroupType.memberDn("uniqueMember"), Set.of("unique")),
        arguments(GroupType.posixGroup(), Set.of("primary", "listed")));
  }
}

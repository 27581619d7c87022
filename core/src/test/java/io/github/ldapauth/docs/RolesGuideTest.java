// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The blocks of the guide about roles. */
class RolesGuideTest {

  private enum Role {
    READER,
    EDITOR
  }

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", "wonderland")
          .group("editors", "alice")
          .ldif(
              "dn: ou=app,ou=groups,dc=example,dc=com",
              "objectClass: organizationalUnit",
              "ou: app",
              "",
              "dn: cn=app-writer,ou=app,ou=groups,dc=example,dc=com",
              "objectClass: groupOfNames",
              "cn: app-writer",
              "member: uid=alice,ou=people,dc=example,dc=com")
          .start();

  private final LdapAuthConfig config =
      LdapAuthConfig.builder(
              LdapServer.url(directory.url()),
              UserLookup.search("dc=example,dc=com", "(uid={username})"))
          .groups(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()))
          .build();

  @AfterEach
  void stop() {
    directory.close();
  }

  @Test
  void byGroup() {
    RoleMapping<Role> mapping =
        RoleMapping.<Role>builder(config)
            .role(memberOf("cn=staff,ou=groups,dc=example,dc=com"), Role.READER)
            .role(memberOf("cn=editors,ou=groups,dc=example,dc=com"), Role.EDITOR)
            .build();

    try (var authenticator = LdapAuthenticator.create(config)) {
      Optional<LdapUser> user = authenticator.lookupPermitted("alice");
      Set<Role> roles = user.map(mapping::of).orElse(Set.of());

      assertThat(roles).containsExactly(Role.EDITOR);
      assertThat(mapping.of(authenticator.lookup("alice").orElseThrow())).isEqualTo(roles);
    }
  }

  @Test
  void byName() {
    RoleMapping<String> mapping =
        RoleMapping.<String>builder(config)
            .groupNamePrefix(
                "ou=app,ou=groups,dc=example,dc=com", "app-", name -> Set.of(name.substring(4)))
            .build();

    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(mapping.of(authenticator.lookup("alice").orElseThrow())).containsExactly("writer");
    }
  }
}

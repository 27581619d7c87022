// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A directory with groups, and roles for them. */
abstract class RoleMappingStories {

  enum Role {
    READER,
    EDITOR,
    GUEST
  }

  final TestDirectory directory =
      Directories.people()
          .group("app-editors", group -> group.members("alice"))
          .group("app-", group -> group.members("alice"))
          .group(
              "lab editors",
              group ->
                  group
                      .dn("cn=app-readers,cn=staff," + GROUPS)
                      .attribute("cn", "app-readers")
                      .members("alice"))
          .start();
  final LdapAuthConfig config = withGroups().build();
  final LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config);

  @AfterEach
  void stop() {
    authenticator.close();
    directory.close();
  }

  static final String NEEDS_LOOK_FOR = "\": call lookFor(...) on the builder of LdapAuthConfig";

  LdapAuthConfigBuilder withGroups() {
    return lookingFor(Directories.withGroups(directory));
  }

  static LdapAuthConfigBuilder lookingFor(LdapAuthConfigBuilder config) {
    return config.lookFor(memberOf(STAFF).or(memberOf(ADMINS)));
  }

  static RoleMapping<Role> byPrefix(LdapAuthConfig config) {
    return RoleMapping.<Role>builder(config)
        .groupNamePrefix(GROUPS, "app-", name -> rolesNamed(name.substring("app-".length())))
        .build();
  }

  static List<Role> rolesNamed(String name) {
    return switch (name) {
      case "editors" -> List.of(Role.READER, Role.EDITOR);
      case "readers" -> List.of(Role.GUEST);
      case "staff" -> List.of(Role.GUEST);
      default -> List.of();
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Permissions of the application that hang on groups. */
class RoleStoriesTest extends OnBothDirectories {

  private static final Map<String, Set<String>> PERMISSIONS =
      Map.of(
          "active_gon", Set.of("auth.add_user", "auth.change_user"),
          "active_px", Set.of("auth.add_user", "auth.change_user"));

  private static RoleMapping<String> permissions(LdapAuthConfig config) {
    return RoleMapping.<String>builder(config)
        .groupNames(GROUPS, PERMISSIONS.keySet(), name -> PERMISSIONS.getOrDefault(name, Set.of()))
        .build();
  }

  private static Set<String> permissions(LdapAuthConfigBuilder builder, String username) {
    LdapAuthConfig config = builder.build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return roles(authenticator, username, permissions(config));
    }
  }

  @Test
  void membersHavePermissionsWithoutASignIn() {
    for (LdapAuthConfigBuilder config : new LdapAuthConfigBuilder[] {byTemplate(), bySearch()}) {
      config.groups(groupsOfNames());
      assertThat(permissions(config, "alice"))
          .containsExactlyInAnyOrder("auth.add_user", "auth.change_user");
      assertThat(permissions(config, "bob")).isEmpty();
    }
  }

  @Test
  void posixGroupsGivePermissionsByNumberAndMember() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    for (String username : new String[] {"alice", "nonposix"}) {
      assertThat(permissions(bySearch().groups(posix), username))
          .containsExactlyInAnyOrder("auth.add_user", "auth.change_user");
    }
    assertThat(permissions(bySearch().groups(posix), "bob")).isEmpty();
  }

  @Test
  void missingUserHasNoPermissions() {
    assertThat(permissions(bySearch().groups(groupsOfNames()), "not-in-ldap")).isEmpty();
    assertThat(permissions(byTemplate().groups(groupsOfNames()), "not-in-ldap")).isEmpty();
  }

  @Test
  void wrongServicePasswordIsNeverNoPermissions() {
    var config = bySearch().groups(groupsOfNames()).serviceAccount("uid=bob," + PEOPLE, "bogus");

    assertNotTold(() -> permissions(config, "alice"));
  }

  @Test
  void userIsFoundByTheNameOfTheApplication() {
    LdapAuthConfig config = bySearch().groups(groupsOfNames()).build();
    try (var authenticator =
        LdapAuthenticator.builder(config, new AccountStore())
            .translateUsernames(name -> "ldap_" + name, name -> name.replaceFirst("^ldap_", ""))
            .build()) {
      assertThat(roles(authenticator, "ldap_alice", permissions(config))).hasSize(2);
    }
  }
}

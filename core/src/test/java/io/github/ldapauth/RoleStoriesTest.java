// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.RoleAnswer.CannotTell;
import io.github.ldapauth.RoleAnswer.Known;
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

  private static RoleAnswer<String> permissions(LdapAuthConfigBuilder builder, String username) {
    LdapAuthConfig config = builder.build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return authenticator.roles(username, permissions(config));
    }
  }

  private static Set<String> known(RoleAnswer<String> answer) {
    assertThat(answer).isInstanceOf(Known.class);
    return ((Known<String>) answer).roles();
  }

  @Test
  void membersOfGroupsHaveTheirPermissionsWithoutASignIn() {
    for (LdapAuthConfigBuilder config : new LdapAuthConfigBuilder[] {byTemplate(), bySearch()}) {
      config.groups(groupsOfNames());
      assertThat(known(permissions(config, "alice")))
          .containsExactlyInAnyOrder("auth.add_user", "auth.change_user");
      assertThat(known(permissions(config, "bob"))).isEmpty();
    }
  }

  @Test
  void posixGroupsGivePermissionsByGroupNumberAndByMember() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    for (String username : new String[] {"alice", "nonposix"}) {
      assertThat(known(permissions(bySearch().groups(posix), username)))
          .containsExactlyInAnyOrder("auth.add_user", "auth.change_user");
    }
    assertThat(known(permissions(bySearch().groups(posix), "bob"))).isEmpty();
  }

  @Test
  void somebodyWhoIsNotInTheDirectoryHasNone() {
    assertThat(known(permissions(bySearch().groups(groupsOfNames()), "not-in-ldap"))).isEmpty();
    assertThat(known(permissions(byTemplate().groups(groupsOfNames()), "not-in-ldap"))).isEmpty();
  }

  @Test
  void aWrongServicePasswordIsNotTheSameAsNone() {
    var config = bySearch().groups(groupsOfNames()).serviceAccount("uid=bob," + PEOPLE, "bogus");

    assertThat(permissions(config, "alice")).isInstanceOf(CannotTell.class);
  }

  @Test
  void thePersonIsAskedForByTheNameOfTheApplication() {
    LdapAuthConfig config = bySearch().groups(groupsOfNames()).build();
    try (var authenticator =
        LdapAuthenticator.builder(config, new AccountStore())
            .translateUsernames(name -> "ldap_" + name, name -> name.replaceFirst("^ldap_", ""))
            .build()) {
      assertThat(known(authenticator.roles("ldap_alice", permissions(config)))).hasSize(2);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.role;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.fixture.Results.roles;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Roles from the names of groups, and mistakes in a mapping. */
class GroupNameRolesTest extends RoleMappingStories {

  @Test
  void prefixedNamesCountOnlyDirectlyBelowTheBase() {
    assertThat(roles(authenticator, "alice", byPrefix(config)))
        .containsExactly(Role.READER, Role.EDITOR);
    RoleMapping<String> names =
        RoleMapping.<String>builder(config).groupNamePrefix(GROUPS, "app-", List::of).build();
    assertThat(roles(authenticator, "alice", names))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("app-"));
    RoleMapping<Role> belowStaff =
        RoleMapping.<Role>builder(config)
            .groupNamePrefix(STAFF, "app-", name -> List.of(Role.GUEST))
            .build();
    assertThat(roles(authenticator, "alice", belowStaff)).containsExactly(Role.GUEST);
    assertThat(roles(authenticator, "bob", byPrefix(config))).isEmpty();
  }

  @Test
  void onlyListedNamesCount() {
    RoleMapping<Role> staff =
        RoleMapping.<Role>builder(config)
            .groupNames(
                GROUPS,
                Set.of("staff", "App-Editors"),
                name -> List.of(name.equals("staff") ? Role.GUEST : Role.EDITOR))
            .build();

    assertThat(roles(authenticator, "alice", staff)).containsExactly(Role.GUEST);
  }

  @Test
  void namesOutsideTheGroupSearchAreAMistake() {
    LdapAuthConfig oneLevel =
        Directories.config(directory)
            .groups(
                GroupLookup.search(GROUPS, GroupType.groupOfNames()).scope(SearchScope.ONE_LEVEL))
            .build();
    try (var shallow = LdapAuthenticator.create(oneLevel)) {
      assertThat(roles(shallow, "alice", byPrefix(oneLevel))).contains(Role.EDITOR);
    }
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                RoleMapping.<Role>builder(oneLevel)
                    .groupNames(STAFF, Set.of("app-readers"), RoleMappingTest::rolesNamed)
                    .build())
        .withMessageContaining("groupNames base \"" + STAFF + "\": a group below it is not");
  }

  @Test
  void groupBelowAnEntryThatOnlyResemblesTheBaseDecidesNoRole() {
    LdapAuthConfig wide =
        Directories.config(directory)
            .groups(GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames()))
            .build();
    RoleMapping<Role> byOid =
        RoleMapping.<Role>builder(wide)
            .groupNames(
                "2.5.4.11=groups,dc=example,dc=com", Set.of("staff"), name -> List.of(Role.GUEST))
            .build();
    try (var authenticator = LdapAuthenticator.create(wide)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> roles(authenticator, "alice", byOid))
          .withMessageContaining("do not decide");
    }
  }

  @Test
  void mistakesOfTheMappingAreReportedTogether() {
    LdapAuthConfig noGroups = Directories.config(directory).build();
    var builder =
        RoleMapping.<Role>builder(config)
            .role(memberOf("staff"), Role.READER)
            .role(allOf(), Role.READER)
            .role(memberOf("cn=x,o=elsewhere"), Role.READER)
            .groupNames("groups", Set.of(), RoleMappingTest::rolesNamed)
            .groupNamePrefix("o=elsewhere", " ", RoleMappingTest::rolesNamed);

    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).contains("role memberOf \"staff\": not a DN"),
            m -> assertThat(m).contains("role allOf: combines no queries"),
            m -> assertThat(m).contains("\"cn=x,o=elsewhere\": is not below"),
            m -> assertThat(m).contains("groupNames: names no group"),
            m -> assertThat(m).contains("groupNames base \"groups\": not a DN"),
            m -> assertThat(m).contains("groupNamePrefix: is empty"),
            m -> assertThat(m).contains("groupNamePrefix base \"o=elsewhere\": a group below it"));
    assertThat(
            mistakesOf(
                () ->
                    RoleMapping.<Role>builder(noGroups)
                        .role(memberOf(STAFF), Role.READER)
                        .groupNames(GROUPS, Set.of("staff"), RoleMappingTest::rolesNamed)
                        .build()))
        .hasSize(2)
        .allMatch(m -> m.contains("groups(...)"));
  }

  @Test
  void functionThatReturnsNullIsNamed() {
    for (List<Role> answer :
        Arrays.<List<Role>>asList(nothing(), Collections.singletonList(nothing()))) {
      var careless =
          RoleMapping.<Role>builder(config)
              .groupNames(GROUPS, Set.of("staff"), name -> answer)
              .build();
      assertThatNullPointerException()
          .isThrownBy(() -> roles(authenticator, "alice", careless))
          .withMessageStartingWith("roles of groupNames of " + getClass().getName())
          .withMessageEndingWith(" returned null");
    }
  }

  @Test
  void mappingWithoutRolesIsAMistake() {
    assertThat(mistakesOf(RoleMapping.<Role>builder(config)::build))
        .containsExactly("RoleMapping: has no roles");
  }

  @Test
  void mappingPrintsGroupsAndRoles() {
    RoleMapping<Role> mapping =
        RoleMapping.<Role>builder(config)
            .role(memberOf(STAFF), Role.GUEST)
            .groupNames(GROUPS, Set.of("editors"), RoleMappingTest::rolesNamed)
            .groupNamePrefix(GROUPS, "app-", RoleMappingTest::rolesNamed)
            .build();

    assertThat(mapping)
        .hasToString(
            "RoleMapping[(group="
                + STAFF
                + "): GUEST, groupNames [editors] below "
                + GROUPS
                + ", groupNamePrefix app- below "
                + GROUPS
                + "]");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Gateway.Request;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How groups are found, by DN and by name. */
class GroupStoriesTest extends GroupStories {

  private static GroupSearchLookup nested() {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
  }

  @Test
  void groupsAreKnownByDnAndByName() {
    Groups groups = groupsOf("alice", groupsOfNames());

    assertThat(groups.dns())
        .containsExactlyInAnyOrder(
            Dn.parse(group("active_gon")),
            Dn.parse(group("staff_gon")),
            Dn.parse(group("superuser_gon")),
            Dn.parse("CN=nested_gon," + GROUPS));
    assertThat(groups.names())
        .containsExactly("active_gon", "nested_gon", "staff_gon", "superuser_gon");
    assertThat(groupsOf("bob", groupsOfNames()).dns()).isEmpty();
  }

  @Test
  void oneFilterFindsAllGroupsOfAUser() {
    var config =
        groupsOfNames().filter("(objectClass=groupOfNames)").alsoBelow("ou=query_groups,o=test");

    assertThat(searchesFor("alice", config))
        .extracting(Request::name, Request::filter)
        .containsExactly(
            tuple(GROUPS, "(&(objectClass=groupOfNames)(member=uid=alice,ou=people,o=test))"),
            tuple(
                "ou=query_groups,o=test",
                "(&(objectClass=groupOfNames)(member=uid=alice,ou=people,o=test))"),
            tuple(GROUPS, "(&(objectClass=groupOfNames)(member=uid=alice,ou=people,o=test))"));
  }

  @Test
  void nestedGroupsAreFlatAndCyclesAreHarmless() {
    assertThat(groupsOf("alice", nested()).names())
        .containsExactly(
            "active_gon", "circular_gon", "nested_gon", "parent_gon", "staff_gon", "superuser_gon");
    assertThat(groupsOf("bob", nested()).names()).isEmpty();
  }

  static Stream<Arguments> typesThatHoldDns() {
    return Stream.of(
        arguments(GroupType.groupOfNames(), "groupOfNames", "member"),
        arguments(GroupType.groupOfUniqueNames(), "groupOfUniqueNames", "uniqueMember"),
        arguments(GroupType.organizationalRole(), "organizationalRole", "roleOccupant"),
        arguments(GroupType.memberDn("owner"), "device", "owner"));
  }

  @ParameterizedTest
  @MethodSource("typesThatHoldDns")
  void everyTypeWithDnsCanBeNested(MemberDnGroupType type, String objectClass, String attribute) {
    add(
        group("inner"),
        "objectClass: " + objectClass,
        "cn: inner",
        attribute + ": " + person("uid=bob"));
    add(
        group("outer"),
        "objectClass: " + objectClass,
        "cn: outer",
        attribute + ": " + group("inner"));
    try {
      assertThat(groupsOf("bob", GroupLookup.search(GROUPS, type)).names())
          .containsExactly("inner");
      assertThat(groupsOf("bob", GroupLookup.search(GROUPS, type.nested())).names())
          .containsExactly("inner", "outer");
    } finally {
      delete(group("inner"), group("outer"));
    }
  }

  @Test
  void groupOutsideTheFilterBreaksTheNesting() {
    assertThat(groupsOf("alice", nested().filter("(!(cn=nested_gon))")).names())
        .containsExactly("active_gon", "staff_gon", "superuser_gon");
  }

  @Test
  void groupOutsideAllBasesBreaksTheNesting() {
    String outside = "cn=outside,ou=moregroups,o=test";
    add(outside, "objectClass: groupOfNames", "cn: outside", "member: " + group("nested_gon"));
    add(group("outer"), "objectClass: groupOfNames", "cn: outer", "member: " + outside);
    try {
      assertThat(groupsOf("alice", nested()).names())
          .contains("nested_gon")
          .doesNotContain("outside", "outer");
      assertThat(groupsOf("alice", nested().alsoBelow("ou=moregroups,o=test")).names())
          .contains("nested_gon", "outside", "outer");
    } finally {
      delete(outside, group("outer"));
    }
  }

  @Test
  void severalBasesAreOneSearch() {
    for (GroupSearchLookup groups : List.of(groupsOfNames(), nested())) {
      var both = groups.alsoBelow("ou=moregroups,o=test");

      assertThat(groupsOf("bob", both).names()).containsExactly("other_gon");
      assertThat(groupsOf("alice", both).names()).contains("staff_gon").doesNotContain("other_gon");
    }
  }

  /** No format, template or filter takes what a DN holds for its own. */
  @Test
  void dnMayContainThePlaceholder() {
    String name = "100%s %(user)s {username} {0}";
    String dn = person("uid=" + name);
    add(
        dn,
        "objectClass: inetOrgPerson",
        "uid: " + name,
        "cn: cn",
        "sn: sn",
        "userPassword: password");
    add(group("100% %d club"), "objectClass: groupOfNames", "cn: 100% %d club", "member: " + dn);
    add(
        group("{username}"),
        "objectClass: groupOfNames",
        "cn: {username}",
        "member: " + group("100% %d club"));
    try (var bySearch = LdapAuthenticator.create(bySearch().groups(nested()).build());
        var byTemplate = LdapAuthenticator.create(byTemplate().groups(nested()).build())) {
      for (var authenticator : List.of(bySearch, byTemplate)) {
        LdapUser user = yes(authenticator.authenticate(name, "password")).ldapUser();

        assertThat(user.username()).isEqualTo(name);
        assertThat(user.groups().names()).containsExactly("100% %d club", "{username}");
      }
    } finally {
      delete(group("{username}"), group("100% %d club"), dn);
    }
  }

  @Test
  void unusedMemberAttributeMeansNoGroups() {
    for (String attribute : List.of("noSuchAttribute", "seeAlso")) {
      Groups groups = groupsOf("alice", GroupLookup.search(GROUPS, GroupType.memberDn(attribute)));

      assertThat(groups.dns()).isEmpty();
      assertThat(groups.contains(Dn.parse(group("staff_gon")))).isEqualTo(Answer.NO);
    }
  }

  @Test
  void missingGroupHasNoMembers() {
    assertThat(memberOf("cn=nonexistent," + GROUPS).evaluate(groupsOf("alice", groupsOfNames())))
        .isEqualTo(Answer.NO);
  }

  @Test
  void twoGroupsWithOneNameHaveOneNameAndTwoDns() {
    String twin = "cn=other_gon," + GROUPS;
    add(twin, "objectClass: groupOfNames", "cn: other_gon", "member: " + person("uid=bob"));
    try {
      Groups groups = groupsOf("bob", groupsOfNames().alsoBelow("ou=moregroups,o=test"));

      assertThat(groups.names()).containsExactly("other_gon");
      assertThat(groups.dns()).hasSize(2);
    } finally {
      delete(twin);
    }
  }

  @Test
  void groupNameIsTheFirstValueAndMayBeMissing() {
    String dn = "cn=Two  Names," + GROUPS;
    add(
        dn,
        "objectClass: groupOfNames",
        "cn: Two  Names",
        "cn: A second one",
        "description: About Bob",
        "member: " + person("uid=bob"));
    try {
      assertThat(groupsOf("bob", groupsOfNames()).names()).containsExactly("Two  Names");
      assertThat(groupsOf("bob", groupsOfNames().nameAttribute("description")).names())
          .containsExactly("About Bob");
      Groups nameless = groupsOf("bob", groupsOfNames().nameAttribute("ou"));
      assertThat(nameless.names()).isEmpty();
      assertThat(nameless.dns()).extracting(Dn::toString).containsExactly(dn);
      assertThat(nameless.nameOf(Dn.parse(dn))).isEmpty();
    } finally {
      delete(dn);
    }
  }

  @Test
  void uniqueMemberWithAnIdIsAnotherUser() {
    String dn = "cn=unique," + GROUPS;
    add(
        dn,
        "objectClass: groupOfUniqueNames",
        "cn: unique",
        "uniqueMember: " + person("uid=bob") + "#'0101'B");
    try {
      var unique = GroupLookup.search(GROUPS, GroupType.groupOfUniqueNames());

      assertThat(groupsOf("bob", unique).dns()).isEmpty();
    } finally {
      delete(dn);
    }
  }

  @Test
  void missingGroupBaseFailsTheSignIn() {
    var config = bySearch().groups(groupsOfNames().alsoBelow("ou=nowhere,o=test")).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
    }
  }

  @Test
  void tooManyGroupsFailTheSignIn() {
    var config = bySearch().groups(groupsOfNames().maxGroups(3)).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ldapauth.Gateway.Request;
import io.github.ldapauth.directory.Dn;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.Groups;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which groups a person is in. */
class GroupStoriesTest extends OnBothDirectories {

  private static Groups groupsOf(String username, GroupLookup groups) {
    try (var authenticator = LdapAuthenticator.create(bySearch().groups(groups).build())) {
      return yes(authenticator.authenticate(username, "password")).ldapUser().groups();
    }
  }

  private static GroupSearchLookup nested() {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
  }

  private static List<Request> searchesFor(String username, GroupLookup groups) {
    try (Gateway gateway = new Gateway(directory.port(), Map.of());
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        gateway.server(), UserLookup.search(PEOPLE, "(uid={username})"))
                    .groups(groups)
                    .build())) {
      assertThat(authenticator.lookup(username)).isPresent();
      return gateway.searches().stream().skip(1).toList();
    }
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
  void membersByDnAreAskedForOnceWhateverIsAskedAboutTheGroups() {
    var config =
        groupsOfNames().filter("(objectClass=groupOfNames)").alsoBelow("ou=query_groups,o=test");

    assertThat(searchesFor("alice", config))
        .extracting(Request::name, Request::filter)
        .containsExactly(
            tuple(GROUPS, "(&(objectClass=groupOfNames)(member=uid=alice,ou=people,o=test))"),
            tuple(
                "ou=query_groups,o=test",
                "(&(objectClass=groupOfNames)(member=uid=alice,ou=people,o=test))"));
  }

  @Test
  void nestedGroupsAreFlatAndCyclesEnd() {
    assertThat(groupsOf("alice", nested()).names())
        .containsExactly(
            "active_gon", "circular_gon", "nested_gon", "parent_gon", "staff_gon", "superuser_gon");
    assertThat(groupsOf("bob", nested()).names()).isEmpty();
  }

  @Test
  void aGroupThatTheSearchDoesNotFindBreaksTheChain() {
    assertThat(groupsOf("alice", nested().filter("(!(cn=nested_gon))")).names())
        .containsExactly("active_gon", "staff_gon", "superuser_gon");
  }

  @Test
  void severalBasesAreOneSearch() {
    for (GroupSearchLookup groups : List.of(groupsOfNames(), nested())) {
      var both = groups.alsoBelow("ou=moregroups,o=test");

      assertThat(groupsOf("bob", both).names()).containsExactly("other_gon");
      assertThat(groupsOf("alice", both).names()).contains("staff_gon").doesNotContain("other_gon");
    }
  }

  @Test
  void aPosixGroupHoldsNamesAndIsPrimaryGroup() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());

    assertThat(groupsOf("ALICE", posix).names())
        .containsExactly("active_px", "staff_px", "superuser_px");
    assertThat(groupsOf("nonposix", posix).names())
        .containsExactly("active_px", "staff_px", "superuser_px");
    assertThat(groupsOf("nobody", posix).names()).isEmpty();
    assertThat(searchesFor("ALICE", posix))
        .extracting(Request::filter)
        .containsExactly("(|(gidNumber=1000)(memberUid=alice))");
    assertThat(searchesFor("nonposix", posix))
        .extracting(Request::filter)
        .containsExactly("(memberUid=nonposix)");
  }

  @Test
  void aNameBeyondAsciiIsInNoPosixGroupAndSignsInAllTheSame() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());

    assertThat(groupsOf("dreßler", posix).names()).isEmpty();
  }

  @Test
  void anAttributeThatNoGroupHasMeansNoGroups() {
    for (String attribute : List.of("noSuchAttribute", "seeAlso")) {
      Groups groups = groupsOf("alice", GroupLookup.search(GROUPS, GroupType.memberDn(attribute)));

      assertThat(groups.dns()).isEmpty();
      assertThat(groups.contains(Dn.parse(group("staff_gon")))).isEqualTo(Answer.NO);
    }
  }

  @Test
  void aGroupThatIsNotThereHasNoMembers() {
    assertThat(memberOf("cn=nonexistent," + GROUPS).evaluate(groupsOf("alice", groupsOfNames())))
        .isEqualTo(Answer.NO);
  }

  @Test
  void twoGroupsOfOneNameAreOneNameAndTwoDns() {
    String twin = "cn=other_gon," + GROUPS;
    directory.change(
        "dn: " + twin,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: other_gon",
        "member: " + person("uid=bob"));
    try {
      Groups groups = groupsOf("bob", groupsOfNames().alsoBelow("ou=moregroups,o=test"));

      assertThat(groups.names()).containsExactly("other_gon");
      assertThat(groups.dns()).hasSize(2);
    } finally {
      directory.change("dn: " + twin, "changetype: delete");
    }
  }

  @Test
  void theNameIsTheFirstValueAsItIsAndMayBeMissing() {
    String dn = "cn=Two  Names," + GROUPS;
    directory.change(
        "dn: " + dn,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: Two  Names",
        "description: About Bob",
        "member: " + person("uid=bob"));
    try {
      assertThat(groupsOf("bob", groupsOfNames()).names()).containsExactly("Two  Names");
      assertThat(groupsOf("bob", groupsOfNames().nameAttribute("description")).names())
          .containsExactly("About Bob");
      Groups nameless = groupsOf("bob", groupsOfNames().nameAttribute("ou"));
      assertThat(nameless.names()).isEmpty();
      assertThat(nameless.dns()).containsExactly(Dn.parse(dn));
      assertThat(nameless.nameOf(Dn.parse(dn))).isEmpty();
    } finally {
      directory.change("dn: " + dn, "changetype: delete");
    }
  }

  @Test
  void aUniqueMemberWithAnIdBehindItIsSomebodyElse() {
    String dn = "cn=unique," + GROUPS;
    directory.change(
        "dn: " + dn,
        "changetype: add",
        "objectClass: groupOfUniqueNames",
        "cn: unique",
        "uniqueMember: " + person("uid=bob") + "#'0101'B");
    try {
      var unique = GroupLookup.search(GROUPS, GroupType.groupOfUniqueNames());

      assertThat(groupsOf("bob", unique).dns()).isEmpty();
    } finally {
      directory.change("dn: " + dn, "changetype: delete");
    }
  }

  @Test
  void aBaseOfGroupsThatIsNotThereIsNoAnswer() {
    var config = bySearch().groups(groupsOfNames().alsoBelow("ou=nowhere,o=test")).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
    }
  }

  @Test
  void whoIsInMoreGroupsThanAllowedGetsNoAnswer() {
    var config = bySearch().groups(groupsOfNames().maxGroups(3)).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
    }
  }
}

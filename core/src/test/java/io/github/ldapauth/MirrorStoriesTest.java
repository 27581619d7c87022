// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How groups of the directory become groups of the application. */
class MirrorStoriesTest extends OnBothDirectories {

  private static final String MIRROR_GROUPS = "ou=mirror_groups,o=test";

  private final AccountStore accounts = new AccountStore();

  private LdapAuthenticatorBuilder<Account> mirroring(GroupLookup groups, GroupMirror mirror) {
    return LdapAuthenticator.builder(byTemplate().groups(groups).build(), accounts)
        .mirrorGroups(mirror, Account::groups, Account::setGroups);
  }

  private Account aliceIn(String... groups) {
    Account alice = accounts.save(new Account("alice"));
    alice.setGroups(Set.of(groups));
    return alice;
  }

  private Account signIn(GroupLookup groups, GroupMirror mirror) {
    try (var authenticator = mirroring(groups, mirror).build()) {
      return yes(authenticator.authenticate("alice", "password")).account();
    }
  }

  private static GroupLookup posix() {
    return GroupLookup.search(GROUPS, GroupType.posixGroup()).filter("(objectClass=posixGroup)");
  }

  private static GroupLookup mirrorGroups() {
    return GroupLookup.search(MIRROR_GROUPS, GroupType.groupOfNames());
  }

  @Test
  void allGroupsOfTheUserAreMirroredAndNoOthers() {
    assertThat(signIn(posix(), GroupMirror.all()).groups)
        .containsExactly("active_px", "staff_px", "superuser_px");
  }

  @Test
  void nestedGroupsAreMirroredFlat() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    assertThat(signIn(nested, GroupMirror.all()).groups)
        .containsExactly(
            "active_gon", "circular_gon", "nested_gon", "parent_gon", "staff_gon", "superuser_gon");
  }

  @Test
  void ofNamedGroupsOnlyThoseFollow() {
    aliceIn("mirror2", "mirror4");
    assertThat(signIn(mirrorGroups(), GroupMirror.only("mirror1", "mirror2")).groups)
        .containsExactly("mirror1", "mirror4");
  }

  @Test
  void allButTheNamedGroupsFollow() {
    aliceIn("mirror2", "mirror4");
    assertThat(signIn(mirrorGroups(), GroupMirror.allExcept("mirror1", "mirror2")).groups)
        .containsExactly("mirror2", "mirror3");
  }

  @Test
  void emptyExceptionsMirrorAllGroups() {
    aliceIn("by hand");
    assertThat(signIn(mirrorGroups(), GroupMirror.allExcept()).groups)
        .containsExactly("mirror1", "mirror3");
  }

  @Test
  void unchangedGroupsAreNotWritten() {
    for (GroupMirror mirror :
        new GroupMirror[] {
          GroupMirror.only("mirror1", "mirror2"), GroupMirror.allExcept("mirror1", "mirror2")
        }) {
      Account alice = aliceIn("mirror1", "mirror3");
      int saves = alice.saves;
      Set<String> before = alice.groups;
      assertThat(signIn(mirrorGroups(), mirror).groups).isSameAs(before);
      assertThat(alice.saves).isEqualTo(saves);
      accounts.saved.clear();
    }
  }

  @Test
  void aGroupGivenByHandIsLostOnlyIfItFollows() {
    aliceIn("by hand");
    assertThat(signIn(mirrorGroups(), GroupMirror.only("mirror1")).groups)
        .containsExactly("by hand", "mirror1");
    assertThat(signIn(mirrorGroups(), GroupMirror.allExcept("by hand")).groups)
        .containsExactly("by hand", "mirror1", "mirror3");
    assertThat(signIn(mirrorGroups(), GroupMirror.all()).groups)
        .containsExactly("mirror1", "mirror3");
  }

  @Test
  void namesAreComparedExactly() {
    aliceIn("MIRROR1");
    assertThat(signIn(mirrorGroups(), GroupMirror.only("Mirror1", "mirror3")).groups)
        .containsExactly("MIRROR1", "mirror3");
  }

  @Test
  void aDnCanBeMirroredToAGroupOfAnotherName() {
    aliceIn("editors", "readers", "by hand");
    var mirror =
        GroupMirror.byDn(
            Map.of(
                "CN=mirror1, " + MIRROR_GROUPS, "administrators",
                "cn=mirror2," + MIRROR_GROUPS, "editors"));
    assertThat(signIn(mirrorGroups(), mirror).groups)
        .containsExactly("administrators", "by hand", "readers");
  }

  @Test
  void groupOfTheSameNameElsewhereIsNotMirrored() {
    directory.change(
        "dn: cn=mirror2,ou=moregroups,o=test",
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: mirror2",
        "member: uid=alice,ou=people,o=test");
    try {
      var everywhere = GroupLookup.search("o=test", GroupType.groupOfNames());
      var byDn = GroupMirror.byDn(Map.of("cn=mirror2," + MIRROR_GROUPS, "administrators"));
      assertThat(signIn(everywhere, byDn).groups).isEmpty();
    } finally {
      directory.change("dn: cn=mirror2,ou=moregroups,o=test", "changetype: delete");
    }
  }

  @Test
  void customGroupTypeCanLeaveGroupsOut() {
    GroupType withoutSuperusers =
        (person, groups) ->
            GroupType.groupOfNames().find(person, groups).stream()
                .filter(group -> !group.dn().toString().contains("superuser"))
                .toList();
    assertThat(signIn(GroupLookup.search(GROUPS, withoutSuperusers), GroupMirror.all()).groups)
        .containsExactly("active_gon", "nested_gon", "staff_gon");
  }

  @Test
  void aGroupWithoutANameIsLeftOut() {
    var named =
        GroupLookup.search(MIRROR_GROUPS, GroupType.groupOfNames()).nameAttribute("description");
    aliceIn("by hand");
    assertThat(signIn(named, GroupMirror.all()).groups).isEmpty();
  }

  @Test
  void groupWithBlankNameIsLeftOut() {
    String mirror1 = "dn: cn=mirror1," + MIRROR_GROUPS;
    String blank = "description:: IA==";
    var named =
        GroupLookup.search(MIRROR_GROUPS, GroupType.groupOfNames()).nameAttribute("description");
    directory.change(mirror1, "changetype: modify", "add: description", blank);
    try (var authenticator = mirroring(named, GroupMirror.all()).build()) {
      var alice = yes(authenticator.authenticate("alice", "password"));

      assertThat(alice.ldapUser().groups().names()).isNotEmpty().allMatch(String::isBlank);
      assertThat(alice.account().groups).isEmpty();
    } finally {
      directory.change(mirror1, "changetype: modify", "delete: description");
    }
  }

  @Test
  void unreadableGroupsFailAndNoneIsRemoved() {
    Account alice = aliceIn("test_group");
    var missing = GroupLookup.search("ou=missing,o=test", GroupType.groupOfNames());
    var half =
        GroupLookup.search(MIRROR_GROUPS, GroupType.groupOfNames()).alsoBelow("ou=missing,o=test");
    for (GroupLookup unreadable : new GroupLookup[] {missing, half}) {
      try (var authenticator = mirroring(unreadable, GroupMirror.all()).build()) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "password"))
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.populate("alice"));
      }
    }
    assertThat(alice.groups).containsExactly("test_group");
    assertThat(alice.saves).isEqualTo(1);
  }

  @Test
  void rejectedUserKeepsTheGroups() {
    Account bob = accounts.save(new Account("bob"));
    bob.setGroups(Set.of("by hand"));
    var config = byTemplate().groups(groupsOfNames()).require(memberOf(group("staff_gon"))).build();
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts)
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .build()) {
      no(authenticator.authenticate("bob", "password"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
    assertThat(bob.groups).containsExactly("by hand");
  }

  @Test
  void groupsFollowIfAttributesAreForNewUsersOnly() {
    Account alice = aliceIn("by hand");
    try (var authenticator =
        mirroring(mirrorGroups(), GroupMirror.all())
            .attribute("givenName", Account::setFirstName)
            .updateFields(UpdatePolicy.NEW_USERS)
            .build()) {
      yes(authenticator.authenticate("alice", "password"));
    }
    assertThat(alice.groups).containsExactly("mirror1", "mirror3");
    assertThat(alice.firstName).isEmpty();
    assertThat(alice.saves).isEqualTo(2);
  }

  @Test
  void populateMirrorsToo() {
    try (var authenticator = mirroring(mirrorGroups(), GroupMirror.all()).build()) {
      Account alice = authenticator.populate("alice").user().orElseThrow();
      assertThat(alice.groups).containsExactly("mirror1", "mirror3");
    }
  }
}

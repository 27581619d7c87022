// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.Gateway.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Posix groups, by names and by group number. */
class PosixGroupStoriesTest extends GroupStories {

  private static GroupSearchLookup posix() {
    return GroupLookup.search(GROUPS, GroupType.posixGroup());
  }

  @Test
  void posixGroupsAreFoundByNameAndByPrimaryNumber() {
    assertThat(groupsOf("ALICE", posix()).names())
        .containsExactly("active_px", "staff_px", "superuser_px");
    assertThat(groupsOf("nonposix", posix()).names())
        .containsExactly("active_px", "staff_px", "superuser_px");
    assertThat(groupsOf("nobody", posix()).names()).isEmpty();
    assertThat(searchesFor("ALICE", posix()))
        .extracting(Request::filter)
        .containsExactly("(|(gidNumber=1000)(memberUid=alice))");
    assertThat(searchesFor("nonposix", posix()))
        .extracting(Request::filter)
        .containsExactly("(memberUid=nonposix)");
  }

  @Test
  void userWithoutNameAndNumberHasNoPosixGroupAndCostsNoSearch() {
    add(person("cn=nameless"), "objectClass: person", "cn: nameless", "sn: nameless");
    try {
      assertThat(searchesFor("(cn={username})", "nameless", posix())).isEmpty();
    } finally {
      delete(person("cn=nameless"));
    }
  }

  @Test
  void posixMembersAreFoundByTheNameOfTheEntry() {
    add(
        person("uid=first"),
        "objectClass: inetOrgPerson",
        "uid: first",
        "uid: second",
        "cn: first",
        "sn: first",
        "userPassword: password");
    add(
        group("of_first"),
        "objectClass: posixGroup",
        "cn: of_first",
        "gidNumber: 2001",
        "memberUid: first");
    add(
        group("of_second"),
        "objectClass: posixGroup",
        "cn: of_second",
        "gidNumber: 2002",
        "memberUid: second");
    try {
      assertThat(groupsOf("first", posix()).names()).containsExactly("of_first");
      assertThat(groupsOf("second", posix()).names()).containsExactly("of_first");
    } finally {
      delete(group("of_first"), group("of_second"), person("uid=first"));
    }
  }

  @Test
  void addedNameOfAnotherUserGivesNoPosixGroups() {
    add(
        person("uid=mallory"),
        "objectClass: inetOrgPerson",
        "uid: charlie",
        "uid: mallory",
        "cn: mallory",
        "sn: mallory",
        "userPassword: password");
    add(
        group("of_charlie"),
        "objectClass: posixGroup",
        "cn: of_charlie",
        "gidNumber: 2001",
        "memberUid: charlie");
    try {
      assertThat(groupsOf("mallory", posix()).names()).isEmpty();
    } finally {
      delete(group("of_charlie"), person("uid=mallory"));
    }
  }

  @Test
  void posixMembersAreComparedWithCase() {
    add(
        group("of_alice"),
        "objectClass: posixGroup",
        "cn: of_alice",
        "gidNumber: 2001",
        "memberUid: Alice");
    try {
      for (String typed : List.of("alice", "Alice")) {
        assertThat(groupsOf(typed, posix()).names()).doesNotContain("of_alice");
      }
    } finally {
      delete(group("of_alice"));
    }
  }

  @Test
  void nonAsciiNameHasOnlyThePrimaryPosixGroup() {
    assertThat(groupsOf("dreßler", posix()).names()).isEmpty();

    add(group("fifty"), "objectClass: posixGroup", "cn: fifty", "gidNumber: 50");
    try {
      assertThat(groupsOf("dreßler", posix()).names()).containsExactly("fifty");
    } finally {
      delete(group("fifty"));
    }
  }
}

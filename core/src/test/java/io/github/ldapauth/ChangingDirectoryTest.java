// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.fixture.ThroughGateway;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Groups and users that change between two requests of one sign-in. */
class ChangingDirectoryTest extends ThroughGateway {

  private static final String ELSEWHERE = "ou=moregroups,o=test";
  private static final String INNER = group("inner");
  private static final String OUTER = group("outer");

  private static List<String> groupWith(String member) {
    return List.of("objectClass: groupOfNames", "member: " + member);
  }

  private static void rename(String from, String to) {
    directory.change(
        "dn: " + group(from), "changetype: modrdn", "newrdn: cn=" + to, "deleteoldrdn: 1");
    directory.change(
        "dn: " + OUTER, "changetype: modify", "replace: member", "member: " + group(to));
  }

  private static void move(String dn, String rdn, String parent) {
    directory.change(
        "dn: " + dn,
        "changetype: modrdn",
        "newrdn: " + rdn,
        "deleteoldrdn: 0",
        "newsuperior: " + parent);
  }

  @Test
  void groupRenamedDuringANestedSearchStillDenies() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    var config = through(template()).groups(nested).deny(memberOf(OUTER));
    withEntry(
        INNER,
        groupWith(ALICE),
        () ->
            withEntry(
                OUTER,
                groupWith(INNER),
                () -> {
                  gateway.beforeSearch("member=" + INNER, () -> rename("inner", "renamed"));
                  try (var authenticator = authenticator(config)) {
                    no(authenticator.authenticate("alice", "password"), RejectionReason.DENIED);
                  } finally {
                    rename("renamed", "inner");
                  }
                }));
  }

  @Test
  void groupsThatKeepChangingFail() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    withEntry(
        INNER,
        groupWith(ALICE),
        () ->
            withEntry(
                OUTER,
                groupWith(INNER),
                () -> {
                  gateway.beforeSearch("member=" + INNER, () -> rename("inner", "renamed"));
                  gateway.beforeSearch(
                      "member=" + group("renamed"), () -> rename("renamed", "inner"));
                  try (var authenticator = authenticator(through(template()).groups(nested))) {
                    assertThatExceptionOfType(LdapDirectoryException.class)
                        .isThrownBy(() -> authenticator.authenticate("alice", "password"))
                        .withMessageContaining("changed while they were read");
                  }
                }));
  }

  @Test
  void groupMovedToABaseThatWasSearchedIsFound() {
    var twoBases = GroupLookup.search(GROUPS, GroupType.groupOfNames()).alsoBelow(ELSEWHERE);
    directory.change(
        "dn: cn=mover," + ELSEWHERE,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: mover",
        "member: " + ALICE);
    gateway.beforeSearch(ELSEWHERE, () -> move("cn=mover," + ELSEWHERE, "cn=mover", GROUPS));
    try {
      assertThat(signIn(through(template()).groups(twoBases), "alice").groups().names())
          .contains("mover");
    } finally {
      directory.change("dn: " + group("mover"), "changetype: delete");
    }
  }

  @Test
  void userMovedToABaseThatWasSearchedIsFound() {
    var twoBases = byUid().or(UserLookup.search(ELSEWHERE, "(uid={username})"));
    directory.change(
        Stream.concat(
                Stream.of("dn: uid=mover," + ELSEWHERE, "changetype: add"),
                personWith("mover", "password").stream())
            .toArray(String[]::new));
    gateway.beforeSearch(ELSEWHERE, () -> move("uid=mover," + ELSEWHERE, "uid=mover", PEOPLE));
    try {
      assertThat(signIn(through(twoBases), "mover").dn()).hasToString(person("uid=mover"));
    } finally {
      directory.change("dn: " + person("uid=mover"), "changetype: delete");
    }
  }

  @Test
  void denyGroupThatIsGoneForAMomentStillDenies() {
    var config = through(template()).groups(groupsOfNames()).deny(memberOf(INNER));
    String[] add = {
      "dn: " + INNER,
      "changetype: add",
      "objectClass: groupOfNames",
      "cn: inner",
      "member: " + ALICE
    };
    directory.change(add);
    gateway.beforeSearch(
        "member=" + ALICE, () -> directory.change("dn: " + INNER, "changetype: delete"));
    gateway.beforeSearch(INNER + " ", () -> directory.change(add));
    try (var authenticator = authenticator(config)) {
      no(authenticator.authenticate("alice", "password"), RejectionReason.DENIED);
    } finally {
      directory.change("dn: " + INNER, "changetype: delete");
    }
  }

  @Test
  void nestedGroupsThatDoNotChangeAreFoundAtOnce() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    try (var authenticator = authenticator(through(template()).groups(nested))) {
      yes(authenticator.authenticate("bob", "password"));
      assertThat(gateway.searches()).hasSize(2);
    }
  }
}

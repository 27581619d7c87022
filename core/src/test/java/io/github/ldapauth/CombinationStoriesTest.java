// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.entry.AttributeReader.BOOLEAN;
import static io.github.ldapauth.entry.AttributeReader.BYTES;
import static io.github.ldapauth.entry.AttributeReader.INSTANT;
import static io.github.ldapauth.entry.AttributeReader.TEXT;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What comes of features that meet, as their descriptions foretell. */
class CombinationStoriesTest extends OnBothDirectories {

  private final AccountStore accounts = new AccountStore();

  private LdapAuthenticatorBuilder<Account> builder(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.builder(config.build(), accounts);
  }

  private static GroupLookup nested() {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
  }

  private static GroupLookup everywhere() {
    return GroupLookup.search("o=test", GroupType.groupOfNames());
  }

  @Test
  void aMirrorByDnFollowsNestedGroupsAcrossACycle() {
    var mirror = GroupMirror.byDn(Map.of(group("circular_gon"), "everybody"));
    try (var authenticator =
        builder(byTemplate().groups(nested()))
            .mirrorGroups(mirror, Account::groups, Account::setGroups)
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", "password")).account().groups)
          .containsExactly("everybody");
      assertThat(yes(authenticator.authenticate("bob", "password")).account().groups).isEmpty();
    }
  }

  @Test
  void renamedUserStaysTheSameAndLosesGroupsOfTheOldDn() {
    try (var authenticator =
        builder(bySearch().groups(everywhere()))
            .keyedByStableId("entryUUID")
            .flag(memberOf("cn=other_gon,ou=moregroups,o=test"), Account::setStaff)
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .build()) {
      Account bob = yes(authenticator.authenticate("bob", "password")).account();
      assertThat(bob.staff).isTrue();
      assertThat(bob.groups).containsExactly("bob_gon", "mutual_gon", "other_gon");

      directory.change(
          "dn: uid=bob," + PEOPLE, "changetype: modrdn", "newrdn: uid=rob", "deleteoldrdn: 1");
      try {
        no(authenticator.authenticate("bob", "password"), RejectionReason.USER_NOT_FOUND);
        Authenticated<Account> rob = yes(authenticator.authenticate("rob", "password"));
        assertThat(rob.account()).isSameAs(bob);
        assertThat(rob.created()).isFalse();
        assertThat(bob.staff).isFalse();
        assertThat(bob.groups).isEmpty();
      } finally {
        directory.change(
            "dn: uid=rob," + PEOPLE, "changetype: modrdn", "newrdn: uid=bob", "deleteoldrdn: 1");
      }
    }
  }

  @Test
  void unusualNameWorksInSearchNestedGroupsFlagAndMirror() {
    String odd = "uid=Doe\\, John (X)*," + PEOPLE;
    directory.change(
        "dn: " + odd,
        "changetype: add",
        "objectClass: inetOrgPerson",
        "uid: Doe, John (X)*",
        "cn: John",
        "sn: Doe",
        "userPassword: password");
    directory.change(
        "dn: " + group("nested_gon"), "changetype: modify", "add: member", "member: " + odd);
    try (var authenticator =
        builder(bySearch().groups(nested()).require(memberOf(group("parent_gon"))))
            .flag(not(memberOf(group("staff_gon"))), Account::setStaff)
            .mirrorGroups(
                GroupMirror.only("circular_gon", "staff_gon"), Account::groups, Account::setGroups)
            .build()) {
      Account john = yes(authenticator.authenticate("doe, john (x)*", "password")).account();
      assertThat(john.key).isEqualTo("doe, john (x)*");
      assertThat(john.staff).isTrue();
      assertThat(john.groups).containsExactly("circular_gon");
    } finally {
      directory.change(
          "dn: " + group("nested_gon"), "changetype: modify", "delete: member", "member: " + odd);
      directory.change("dn: " + odd, "changetype: delete");
    }
  }

  @Test
  void attributesReadByTheUserAreTypedToo() {
    List<Instant> created = new ArrayList<>();
    List<byte[]> photos = new ArrayList<>();
    directory.change(
        "dn: " + person("uid=nonposix"),
        "changetype: modify",
        "add: jpegPhoto",
        "jpegPhoto:: /9gA");
    try (var authenticator =
        builder(byTemplate().readAsUser())
            .attribute("createTimestamp", INSTANT, (account, time) -> created.add(time))
            .attribute("jpegPhoto", BYTES.required(), (account, photo) -> photos.add(photo))
            .build()) {
      yes(authenticator.authenticate("nonposix", "password"));
      no(authenticator.authenticate("alice", "password"), RejectionReason.UNUSABLE_ATTRIBUTE);
    } finally {
      directory.change("dn: " + person("uid=nonposix"), "changetype: modify", "delete: jpegPhoto");
    }
    assertThat(created)
        .singleElement()
        .satisfies(time -> assertThat(time).isAfter("2020-01-01T00:00:00Z"));
    assertThat(photos).singleElement().isEqualTo(new byte[] {(byte) 0xff, (byte) 0xd8, 0});
    assertThat(accounts.saved).containsOnlyKeys("nonposix");
  }

  @Test
  void requiredAttributeRejectsKnownUsersOnlyIfItIsWritten() {
    accounts.save(new Account("nobody"));
    try (var authenticator =
        builder(byTemplate())
            .updateFields(UpdatePolicy.NEW_USERS)
            .attribute("givenName", TEXT.required(), Account::setFirstName)
            .build()) {
      yes(authenticator.authenticate("nobody", "password"));
      assertThat(authenticator.populate("nobody").user()).isEmpty();
      no(authenticator.authenticate("nonposix", "password"), RejectionReason.UNUSABLE_ATTRIBUTE);
    }
    assertThat(accounts.saved).containsOnlyKeys("nobody");
  }

  @Test
  void attributeMakesAUserInactiveAndAFlagActiveAgain() {
    directory.change(
        "dn: " + person("cn=charlie_cooper"),
        "changetype: modify",
        "add: description",
        "description: FALSE");
    var config = bySearch().groups(groupsOfNames());
    try (var byAttribute =
            builder(config).attribute("description", BOOLEAN, Account::setActive).build();
        var byBoth =
            builder(config)
                .flag(not(memberOf(group("staff_gon"))), Account::setActive)
                .attribute("description", BOOLEAN, Account::setActive)
                .build()) {
      no(byAttribute.authenticate("charlie", "password"), RejectionReason.INACTIVE_IN_APPLICATION);
      yes(byBoth.authenticate("charlie", "password"));
    } finally {
      directory.change(
          "dn: " + person("cn=charlie_cooper"), "changetype: modify", "delete: description");
    }
  }

  @Test
  void uidIsTheUserNameIfTheRdnHasAnotherAttribute() {
    try (var authenticator =
        builder(bySearch())
            .translateUsernames(name -> "x-" + name, name -> name.substring(2))
            .build()) {
      Authenticated<Account> charlie = yes(authenticator.authenticate("CHARLIE", "password"));
      assertThat(charlie.account().key).isEqualTo("x-charlie");
      assertThat(charlie.ldapUser().dn().toString()).startsWith("cn=charlie_cooper,");
      assertThat(authenticator.populate("x-charlie").user()).contains(charlie.account());
    }
  }

  @Test
  void groupsOfOneNameAreOneByNameAndTwoByDn() {
    String twin = "cn=alice_gon,ou=moregroups,o=test";
    directory.change(
        "dn: " + twin,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: alice_gon",
        "member: uid=bob," + PEOPLE);
    var byDn = GroupMirror.byDn(Map.of("cn=alice_gon,ou=query_groups,o=test", "hers", twin, "his"));
    try (var byName =
            builder(byTemplate().groups(everywhere()))
                .mirrorGroups(GroupMirror.only("alice_gon"), Account::groups, Account::setGroups)
                .build();
        var byDns =
            builder(byTemplate().groups(everywhere()))
                .mirrorGroups(byDn, Account::groups, Account::setGroups)
                .build()) {
      assertThat(yes(byName.authenticate("alice", "password")).account().groups)
          .isEqualTo(yes(byName.authenticate("bob", "password")).account().groups)
          .containsExactly("alice_gon");
      assertThat(yes(byDns.authenticate("alice", "password")).account().groups)
          .containsExactly("alice_gon", "hers");
      assertThat(yes(byDns.authenticate("bob", "password")).account().groups)
          .containsExactly("alice_gon", "his");
    } finally {
      directory.change("dn: " + twin, "changetype: delete");
    }
  }

  @Test
  void userRejectedByAGuardKeepsGroupsAndIsReported() {
    Account alice = accounts.save(new Account("alice"));
    alice.setGroups(Set.of("by hand"));
    List<SignInEvent> told = new ArrayList<>();
    try (var authenticator =
        builder(byTemplate().groups(nested()))
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .guard(
                new SignInGuard() {
                  @Override
                  public Optional<String> beforeUserStore(LdapUser ldapUser) {
                    return ldapUser.groups().names().contains("parent_gon")
                        ? Optional.of("on holiday")
                        : Optional.empty();
                  }
                })
            .onOutcome(told::add)
            .build()) {
      no(authenticator.authenticate("alice", "password"), RejectionReason.REFUSED_BY_APPLICATION);
      yes(authenticator.authenticate("bob", "password"));
    }
    assertThat(alice.groups).containsExactly("by hand");
    assertThat(told)
        .extracting(SignInEvent::getClass)
        .containsExactly(SignInEvent.Rejected.class, SignInEvent.Succeeded.class);
  }

  @Test
  void aPosixMirrorCountsThePrimaryGroupAndLeavesTheRest() {
    accounts.save(new Account("nonposix")).setGroups(Set.of("by hand"));
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    try (var authenticator =
        builder(byTemplate().groups(posix))
            .updateRights(UpdatePolicy.ALWAYS)
            .updateFields(UpdatePolicy.NEW_USERS)
            .mirrorGroups(
                GroupMirror.allExcept("by hand", "staff_px"), Account::groups, Account::setGroups)
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", "password")).account().groups)
          .containsExactly("active_px", "superuser_px");
      assertThat(yes(authenticator.authenticate("nonposix", "password")).account().groups)
          .containsExactly("active_px", "by hand", "superuser_px");
    }
  }
}

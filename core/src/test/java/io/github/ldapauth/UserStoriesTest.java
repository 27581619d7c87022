// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Results.yes;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import org.junit.jupiter.api.Test;

/** What a sign-in makes of the application's user. */
class UserStoriesTest extends OnBothDirectories {

  private final AccountStore accounts = new AccountStore();

  private boolean isStaff(String username, GroupLookup groups, GroupQuery query) {
    try (var authenticator =
        LdapAuthenticator.builder(byTemplate().groups(groups).build(), accounts)
            .flag(query, Account::setStaff)
            .build()) {
      return yes(authenticator.authenticate(username, "password")).account().staff;
    }
  }

  @Test
  void flagsFollowTheGroups() {
    var bySeveral = anyOf(memberOf(group("empty_gon")), memberOf(group("staff_gon")));
    for (GroupQuery query : new GroupQuery[] {memberOf(group("superuser_gon")), bySeveral}) {
      assertThat(isStaff("alice", groupsOfNames(), query)).isTrue();
      assertThat(isStaff("bob", groupsOfNames(), query)).isFalse();
    }
  }

  @Test
  void flagsFollowPosixGroupsAndThePrimaryGroup() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    for (String name : new String[] {"active_px", "staff_px", "superuser_px"}) {
      assertThat(isStaff("alice", posix, memberOf(group(name)))).isTrue();
      assertThat(isStaff("bob", posix, memberOf(group(name)))).isFalse();
      assertThat(isStaff("nobody", posix, memberOf(group(name)))).isFalse();
      assertThat(isStaff("nonposix", posix, memberOf(group(name)))).isTrue();
    }
  }

  @Test
  void flagsFollowNestedGroups() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    assertThat(isStaff("alice", nested, memberOf(group("parent_gon")))).isTrue();
    assertThat(isStaff("bob", nested, memberOf(group("parent_gon")))).isFalse();
  }

  @Test
  void aFlagIsTakenAwayFromWhoeverHasLeftTheGroup() {
    accounts.save(new Account("bob")).setStaff(true);
    assertThat(isStaff("bob", groupsOfNames(), memberOf(group("staff_gon")))).isFalse();
  }

  @Test
  void populateMakesUsersWithoutAPassword() {
    try (var authenticator = LdapAuthenticator.builder(byTemplate().build(), accounts).build()) {
      assertThat(authenticator.populate("alice").user()).isPresent();
      assertThat(authenticator.populate("bob").user()).isPresent();
      assertThat(authenticator.populate("bogus").user()).isEmpty();
    }
    assertThat(accounts.saved).containsOnlyKeys("alice", "bob");
    assertThat(accounts.saved.values())
        .allSatisfy(
            account -> {
              assertThat(account.firstName).isEmpty();
              assertThat(account.staff).isFalse();
            });
  }
}

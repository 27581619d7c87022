// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.MemberDnGroupType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may sign in, and what queries answer. */
class RuleStoriesTest extends OnBothDirectories {

  private static final String QUERY_GROUPS = "ou=query_groups,o=test";
  private static final GroupQuery ALICE_GON = queryGroup("alice_gon");
  private static final GroupQuery BOB_GON = queryGroup("bob_gon");
  private static final GroupQuery MUTUAL_GON = queryGroup("mutual_gon");

  private static final List<MemberDnGroupType> DIRECT_AND_NESTED =
      List.of(GroupType.groupOfNames(), GroupType.groupOfNames().nested());

  private static GroupQuery queryGroup(String name) {
    return memberOf("cn=" + name + "," + QUERY_GROUPS);
  }

  private static LdapUser signedIn(String username) {
    var groups = GroupLookup.search(QUERY_GROUPS, GroupType.groupOfNames());
    try (var authenticator = LdapAuthenticator.create(byTemplate().groups(groups).build())) {
      return yes(authenticator.authenticate(username, "password")).ldapUser();
    }
  }

  private static Set<String> whoMay(LdapAuthConfigBuilder config, RejectionReason otherwise) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      AuthenticationResult<LdapUser> alice = authenticator.authenticate("alice", "password");
      AuthenticationResult<LdapUser> bob = authenticator.authenticate("bob", "password");
      assertThat(alice.user().isPresent()).isNotEqualTo(bob.user().isPresent());
      no(alice.user().isPresent() ? bob : alice, otherwise);
      return Set.of(alice.user().or(bob::user).orElseThrow().username());
    }
  }

  private static Set<String> required(GroupLookup groups, GroupQuery query) {
    return whoMay(byTemplate().groups(groups).require(query), RejectionReason.REQUIREMENT_NOT_MET);
  }

  private static Set<String> notDenied(GroupLookup groups, GroupQuery query) {
    return whoMay(byTemplate().groups(groups).deny(query), RejectionReason.DENIED);
  }

  @Test
  void onlyMembersOfTheRequiredGroupSignIn() {
    assertThat(required(groupsOfNames(), memberOf(group("active_gon")))).containsExactly("alice");
  }

  @Test
  void groupThatDoesNotExistLeavesTheMembershipUnknown() {
    var query = memberOf(group("nonexistent")).or(memberOf(group("active_gon")));
    var config = byTemplate().groups(groupsOfNames()).require(query);
    assertThat(whoMay(config, RejectionReason.MEMBERSHIP_UNKNOWN)).containsExactly("alice");
  }

  @Test
  void aQueryMayBeRequired() {
    var groups = GroupLookup.search(QUERY_GROUPS, GroupType.groupOfNames());
    assertThat(required(groups, ALICE_GON.and(MUTUAL_GON))).containsExactly("alice");
  }

  @Test
  void groupsBelowSeveralBasesCount() {
    String other = "cn=other_gon,ou=moregroups,o=test";
    for (MemberDnGroupType type : DIRECT_AND_NESTED) {
      var groups = GroupLookup.search(GROUPS, type).alsoBelow("ou=moregroups,o=test");
      assertThat(required(groups, memberOf(other))).containsExactly("bob");
      try (var authenticator = LdapAuthenticator.create(byTemplate().groups(groups).build())) {
        LdapUser bob = yes(authenticator.authenticate("bob", "password")).ldapUser();
        assertThat(bob.groups().names()).containsExactly("other_gon");
      }
    }
  }

  @Test
  void membersOfTheDeniedGroupDoNotSignIn() {
    assertThat(notDenied(groupsOfNames(), memberOf(group("active_gon")))).containsExactly("bob");
  }

  @Test
  void aQueryMayBeDenied() {
    var queryGroups = GroupLookup.search(QUERY_GROUPS, GroupType.groupOfNames());
    assertThat(notDenied(queryGroups, ALICE_GON.and(not(BOB_GON)))).containsExactly("bob");
    var either = memberOf(group("empty_gon")).or(memberOf(group("active_gon")));
    assertThat(notDenied(groupsOfNames(), either)).containsExactly("bob");
  }

  @Test
  void userRejectedByARuleLeavesNoTrace() {
    AccountStore accounts = new AccountStore();
    Account bob = accounts.save(new Account("bob"));
    bob.setFirstName("Bobby");
    bob.setStaff(true);
    var config =
        byTemplate()
            .groups(groupsOfNames())
            .require(memberOf(group("active_gon")))
            .deny(memberOf(group("staff_gon")));
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), accounts)
            .attribute("givenName", Account::setFirstName)
            .flag(memberOf(group("staff_gon")), Account::setStaff)
            .build()) {
      no(authenticator.authenticate("alice", "password"), RejectionReason.DENIED);
      no(authenticator.authenticate("bob", "password"), RejectionReason.REQUIREMENT_NOT_MET);
    }
    assertThat(accounts.saved).containsOnlyKeys("bob");
    assertThat(bob.firstName).isEqualTo("Bobby");
    assertThat(bob.staff).isTrue();
    assertThat(bob.saves).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CN=Active_GON,OU=Groups,O=TEST", "cn = active_gon , ou = groups , o = test"})
  void aRuleMayWriteTheDnInAnyCase(String dn) {
    for (MemberDnGroupType type : DIRECT_AND_NESTED) {
      var groups = GroupLookup.search(GROUPS, type);
      assertThat(required(groups, memberOf(dn))).containsExactly("alice");
      assertThat(notDenied(groups, memberOf(dn))).containsExactly("bob");
    }
  }

  /** To 389 Directory Server, each could be the DN of another group. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "commonName=active_gon,ou=groups,o=test",
        "2.5.4.3=active_gon,ou=groups,o=test",
        "cn=\\61ctive_gon,ou=groups,o=test",
        "cn=#0c0a6163746976655f676f6e,ou=groups,o=test"
      })
  void ruleInASpellingThatNotAllServersKnowRejectsAllAndNamesTheOther(String dn) {
    for (MemberDnGroupType type : DIRECT_AND_NESTED) {
      var groups = GroupLookup.search(GROUPS, type);
      for (var config :
          List.of(
              byTemplate().groups(groups).deny(memberOf(dn)),
              byTemplate().groups(groups).require(memberOf(dn)))) {
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          no(authenticator.authenticate("alice", "password"), RejectionReason.MEMBERSHIP_UNKNOWN);
          assertThat(
                  no(
                          authenticator.authenticate("bob", "password"),
                          RejectionReason.MEMBERSHIP_UNKNOWN)
                      .detail())
              .contains("is cn=active_gon,ou=groups,o=test in the directory");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cn=Doe\\, John,ou=groups,o=test",
        "cn=Doe\\2C John,ou=groups,o=test",
        "CN=doe\\2c john, OU=groups, O=test",
        "cn=\"Doe, John\",ou=groups,o=test"
      })
  void aRuleMayEscapeACommaInAnyWay(String dn) {
    directory.change(
        "dn: cn=Doe\\, John," + GROUPS,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: Doe, John",
        "member: " + person("uid=alice"));
    try {
      for (MemberDnGroupType type : DIRECT_AND_NESTED) {
        var groups = GroupLookup.search(GROUPS, type);
        assertThat(required(groups, memberOf(dn))).containsExactly("alice");
        assertThat(notDenied(groups, memberOf(dn))).containsExactly("bob");
      }
    } finally {
      directory.change("dn: cn=Doe\\, John," + GROUPS, "changetype: delete");
    }
  }

  @Test
  void misspeltGroupUnderDenyRejectsAndIsNamed() {
    var config = byTemplate().groups(groupsOfNames()).deny(memberOf(group("active_gno")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      var rejected =
          no(authenticator.authenticate("bob", "password"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail())
          .endsWith("group " + group("active_gno") + " is not there, or cannot be seen");
    }
    try (var trusting = LdapAuthenticator.create(config.hiddenGroupsDenyNobody().build())) {
      yes(trusting.authenticate("bob", "password"));
    }
  }

  @Test
  void groupThatTheFilterOmitsLeavesTheMembershipUnknown() {
    var groups = groupsOfNames().filter("(!(cn=active_gon))");
    var denying = byTemplate().groups(groups).deny(memberOf(group("active_gon")));
    try (var authenticator = LdapAuthenticator.create(denying.build())) {
      var rejected =
          no(authenticator.authenticate("alice", "password"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail())
          .contains("group " + group("active_gon") + " does not match the filter (");
    }
  }

  @Test
  void rulesMayUseTheUsersOwnRights() {
    var config = byTemplate().groups(groupsOfNames()).readAsUser();
    assertThat(
            whoMay(
                config.require(memberOf(group("active_gon"))), RejectionReason.REQUIREMENT_NOT_MET))
        .containsExactly("alice");
  }

  @Test
  void queriesAreAnsweredAsInLogic() {
    LdapUser alice = signedIn("alice");
    LdapUser bob = signedIn("bob");
    var groups = List.of(alice.groups(), bob.groups());

    assertThat(groups).extracting(ALICE_GON::evaluate).containsExactly(Answer.YES, Answer.NO);
    assertThat(groups).extracting(not(ALICE_GON)::evaluate).containsExactly(Answer.NO, Answer.YES);
    assertThat(groups)
        .extracting(not(not(ALICE_GON.and(BOB_GON)))::evaluate)
        .containsExactly(Answer.NO, Answer.NO);
    assertThat(groups)
        .extracting(ALICE_GON.or(BOB_GON)::evaluate)
        .containsExactly(Answer.YES, Answer.YES);
    assertThat(groups)
        .extracting(ALICE_GON.and(MUTUAL_GON)::evaluate)
        .containsExactly(Answer.YES, Answer.NO);
    assertThat(groups)
        .extracting(ALICE_GON.and(MUTUAL_GON).or(BOB_GON)::evaluate)
        .containsExactly(Answer.YES, Answer.YES);
    assertThat(groups).extracting(allOf()::evaluate).containsOnly(Answer.YES);
    assertThat(groups).extracting(anyOf()::evaluate).containsOnly(Answer.NO);
  }

  @Test
  void queriesMayNameGroupsBeyondAscii() {
    LdapUser dressler = signedIn("dreßler");

    assertThat(queryGroup("dreßler_gon").evaluate(dressler.groups())).isEqualTo(Answer.YES);
    assertThat(ALICE_GON.evaluate(dressler.groups())).isEqualTo(Answer.NO);
  }

  @Test
  void queriesAreAnsweredAtAnyTimeWithoutTheDirectory() {
    LdapUser alice = signedIn("alice"); // the authenticator is closed by now

    GroupQuery asked =
        GroupQuery.parse("(&(group=cn=alice_gon,ou=query_groups,o=test)(!" + BOB_GON + "))");
    assertThat(asked.evaluate(alice.groups())).isEqualTo(Answer.YES);
  }
}

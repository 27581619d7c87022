// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.SambaTest.domain;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.fixture.SambaDomain.PASSWORD;
import static io.github.ldapauth.fixture.SambaDomain.USERS;
import static io.github.ldapauth.fixture.SambaDomain.dn;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.MemberDnGroupType;
import io.github.ldapauth.realserver.SambaAd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The groups of users of Samba, and rules about them. */
abstract class SambaGroupStories {

  /** Signs alice in with reads after the bind and beside it, which must find the same. */
  private static LdapUser alice(LdapAuthConfigBuilder config) {
    LdapUser after = signIn(config.readBesideBind(false));
    LdapUser beside = signIn(config.readBesideBind(true));
    assertThat(beside.groups().dns()).isEqualTo(after.groups().dns());
    assertThat(beside.groups().names()).isEqualTo(after.groups().names());
    assertThat(beside.attributes().names()).isEqualTo(after.attributes().names());
    return beside;
  }

  private static LdapUser signIn(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return yes(authenticator.authenticate("Alice", PASSWORD)).ldapUser();
    }
  }

  @Test
  void nestedGroupsAreTheSameLevelByLevelAndInChain() {
    MemberDnGroupType direct = GroupType.groupOfNames();

    assertThat(alice(domain.config(direct)).groups().names()).containsExactly("inner");
    for (MemberDnGroupType nested : List.of(direct.nested(), direct.inChain())) {
      assertThat(alice(domain.config(nested)).groups().names())
          .containsExactly("inner", "middle", "outer");
    }
  }

  @Test
  void thePrimaryGroupIsFoundWithTheGroupsAroundIt() {
    MemberDnGroupType primary = GroupType.groupOfNames().withPrimaryGroup();

    assertThat(alice(domain.config(primary)).groups().names())
        .containsExactly("Domain Users", "inner");
    for (MemberDnGroupType nested : List.of(primary.nested(), primary.inChain())) {
      assertThat(alice(domain.config(nested)).groups().names())
          .contains("Domain Users", "everybody", "inner", "middle", "outer");
    }
  }

  @Test
  void automaticLookupReadsTokenGroups() {
    var config = domain.config(GroupType.groupOfNames());

    assertThat(alice(config.groups(GroupLookup.automatic(USERS))).groups().names())
        .contains("Domain Users", "everybody", "inner", "middle", "outer");
  }

  @Test
  void lookupsAreCombined() {
    GroupLookup posix = GroupLookup.search(USERS, GroupType.posixGroup());
    for (GroupLookup tokens :
        List.of(GroupLookup.tokenGroups(USERS), GroupLookup.automatic(USERS))) {
      for (String group : List.of("outer", "around")) {
        var config =
            domain
                .config(GroupType.groupOfNames())
                .groups(posix.plus(tokens))
                .deny(memberOf(dn(group)));
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          no(authenticator.authenticate("alice", PASSWORD), RejectionReason.DENIED);
          yes(authenticator.authenticate("m\u00FCller", PASSWORD));
        }
      }
    }
  }

  @Test
  void tokenGroupsFindTheSameSecurityGroupsAsTheInChainRule() {
    GroupLookup inChain =
        GroupLookup.search(USERS, GroupType.groupOfNames().withPrimaryGroup().inChain());
    var config = domain.config(GroupType.groupOfNames());

    assertThat(alice(config.groups(GroupLookup.tokenGroups(USERS))).groups().dns())
        .isEqualTo(alice(config.groups(inChain)).groups().dns());
  }

  @Test
  void membershipInADistributionGroupIsUnknownByTokenGroups() {
    var config =
        domain
            .config(GroupType.groupOfNames())
            .groups(GroupLookup.tokenGroups(USERS))
            .deny(memberOf(dn("mail")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      var rejected =
          no(authenticator.authenticate("svc-twin", PASSWORD), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail()).contains("is not a security group");
    }
  }

  @Test
  void rulesMatchTokenGroups() {
    var config =
        domain
            .config(GroupType.groupOfNames())
            .groups(GroupLookup.tokenGroups(SambaAd.BASE))
            .require(memberOf(dn("outer")).or(memberOf(dn("middle"))));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", PASSWORD));
      no(authenticator.authenticate("svc", PASSWORD), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void rulesAboutGroupsThatMemberOfDoesNotShowAreUnknown() {
    Map.of("Domain Users", "is the primary group of users", "outer", "contains the group ")
        .forEach(
            (group, why) -> {
              var config =
                  domain
                      .config(GroupType.groupOfNames())
                      .groups(GroupLookup.memberOf())
                      .deny(memberOf(dn(group)));
              try (var authenticator = LdapAuthenticator.create(config.build())) {
                var rejected =
                    no(
                        authenticator.authenticate("alice", PASSWORD),
                        RejectionReason.MEMBERSHIP_UNKNOWN);
                assertThat(rejected.detail()).contains(group, why);
              }
            });
  }

  @Test
  void aRuleAboutANestedGroupLetsItsMembersInAlone() {
    var config = domain.config(GroupType.groupOfNames().inChain()).require(memberOf(dn("outer")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", PASSWORD));
      no(authenticator.authenticate("svc", PASSWORD), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void templateReadsBesideTheBindWhatItReadsAfterIt() {
    var users = UserLookup.dnTemplate("CN={username}," + USERS);
    for (MemberDnGroupType type :
        List.of(GroupType.groupOfNames(), GroupType.groupOfNames().withPrimaryGroup())) {
      var config =
          LdapAuthConfig.builder(domain.server(), users)
              .serviceAccount(dn("svc"), PASSWORD)
              .groups(GroupLookup.search(USERS, type));
      assertThat(alice(config).groups().names()).contains("inner");
    }
  }

  @Test
  void severalGroupsOfRulesAreLookedForTogether() {
    var nested = GroupType.groupOfNames().nested();
    var visible = domain.config(nested).deny(memberOf(dn("inner"))).deny(memberOf(dn("outer")));
    try (var authenticator = LdapAuthenticator.create(visible.build())) {
      yes(authenticator.authenticate("svc", PASSWORD));
      no(authenticator.authenticate("alice", PASSWORD), RejectionReason.DENIED);
    }
    try (var authenticator =
        LdapAuthenticator.create(visible.deny(memberOf(dn("Domain Users"))).build())) {
      var rejected =
          no(authenticator.authenticate("svc", PASSWORD), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail()).contains("Domain Users", "is the primary group of users");
    }
  }

  @Test
  void aConfigurationThatWorksHasNoProblems() {
    var config =
        domain.config(GroupType.groupOfNames().inChain()).deny(memberOf(dn("outer"))).build();
    var mistaken =
        domain.config(GroupType.groupOfUniqueNames()).deny(memberOf(dn("outer"))).build();
    try (var works = LdapAuthenticator.create(config);
        var denies = LdapAuthenticator.create(mistaken)) {
      assertThat(works.findProblems()).isEmpty();
      assertThat(denies.findProblems())
          .singleElement()
          .asString()
          .contains("names its members by member, and is searched by uniqueMember");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that decide a rule, and groups that are not known. */
class UnknownMembershipTest extends GroupsOfUsers {

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 11, 32, 50, 10})
  void failedGroupSearchIsNeverNoGroups(int resultCode) {
    var required = Directories.withGroups(directory).require(memberOf(Directories.STAFF));
    var denied = Directories.withGroups(directory).deny(memberOf(Directories.STAFF));
    directory.faults().every(SEARCH).withFilter("(member=").answers(resultCode, "not today");
    for (LdapAuthConfigBuilder rule : List.of(required, denied)) {
      try (var authenticator = LdapAuthenticator.create(rule.build())) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS))
            .satisfies(e -> assertThat(e.resultCode()).hasValue(resultCode))
            .withMessageContaining("not today");
      }
    }
  }

  @Test
  void hiddenGroupHasNoMembersOnlyIfConfigured() {
    var denied = Directories.withGroups(directory).deny(memberOf(Directories.STAFF));
    try (var careful = LdapAuthenticator.create(denied.build());
        var trusting = LdapAuthenticator.create(denied.hiddenGroupsDenyNobody().build())) {
      directory.faults().every(SEARCH).withFilter("member=").answers(0, "");

      yes(trusting.authenticate("alice", "wonderland"));
      var rejected =
          no(careful.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail())
          .endsWith("group " + Directories.STAFF + " cannot be searched by member");
    }
  }

  @Test
  void hiddenGroupUnderANegationInsideAQueryRejects() {
    var config = Directories.withGroups(directory);
    GroupQuery query = memberOf(Directories.STAFF).and(not(memberOf(Directories.ADMINS)));
    directory.faults().every(SEARCH).as(Directories.ADMINS).answers(32, "");
    try (var authenticator = LdapAuthenticator.create(config.require(query).build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);

      directory.faults().clear();
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void groupsReadTwiceAreCompleteIfBothReadsWere() {
    Dn staff = Dn.parse(Directories.STAFF);
    Groups complete = Groups.complete(Map.of(), group -> true);
    Groups incomplete = Groups.incomplete(Map.of());

    assertThat(complete.and(complete).contains(staff)).isEqualTo(Answer.NO);
    assertThat(complete.and(complete).isComplete()).isTrue();
    for (Groups both : List.of(complete.and(incomplete), incomplete.and(complete))) {
      assertThat(both.contains(staff)).isEqualTo(Answer.UNKNOWN);
      assertThat(both.isComplete()).isFalse();
    }
  }

  @Test
  void groupsOfTwoLookupsAreCompleteIfBothAre() {
    Dn staff = Dn.parse(Directories.STAFF);
    Dn admins = Dn.parse(Directories.ADMINS);
    Groups staffOnly = Groups.complete(Map.of(), staff::equals);
    Groups adminsOnly = Groups.complete(Map.of(), admins::equals);

    Groups both = staffOnly.plus(adminsOnly);
    assertThat(both.isComplete()).isTrue();
    assertThat(List.of(both.contains(staff), both.contains(admins))).containsOnly(Answer.NO);
    assertThat(both.contains(Dn.parse("cn=others," + GROUPS))).isEqualTo(Answer.UNKNOWN);

    Groups incomplete = Groups.incomplete(Map.of());
    for (Groups some : List.of(both.plus(incomplete), incomplete.plus(both))) {
      assertThat(some.contains(staff)).isEqualTo(Answer.UNKNOWN);
      assertThat(some.isComplete()).isFalse();
    }
  }

  @Test
  void groupsOfTwoReadsAreTogetherWithTheNameOfTheFirst() {
    Dn staff = Dn.parse(Directories.STAFF);
    Dn admins = Dn.parse(Directories.ADMINS);
    Groups first = Groups.complete(Map.of(staff, Optional.of("staff")), group -> true);
    Groups second = Groups.complete(Map.of(admins, Optional.of("admins")), group -> true);
    Groups nameless = Groups.complete(Map.of(staff, Optional.empty()), group -> true);
    Groups other = Groups.complete(Map.of(staff, Optional.of("other")), group -> true);

    for (Groups both : List.of(first.and(second), first.plus(second))) {
      assertThat(both.dns()).containsExactlyInAnyOrder(staff, admins);
      assertThat(both.names()).containsExactly("admins", "staff");
    }
    for (Groups named : List.of(first.plus(nameless), nameless.plus(first), first.plus(other))) {
      assertThat(named.nameOf(staff)).contains("staff");
    }
    assertThat(nameless.names()).isEmpty();
  }

  @Test
  void memberInTooManyGroupsDoesNotHideAGroupFromOthers() {
    try (var clubs =
            Directories.people()
                .user("carol", "carol")
                .group("club", group -> group.members("alice", "bob")) // alice is in staff too
                .start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(clubs)
                    .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()).maxGroups(1))
                    .deny(memberOf("cn=club," + GROUPS))
                    .build())) {
      yes(authenticator.authenticate("carol", "carol"));
    }
  }

  @Test
  void ruleDnsAreComparedAsDns() {
    var config =
        Directories.withGroups(directory)
            .deny(memberOf("CN = Staff , OU=groups,DC=Example,dc=com"));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
    }
  }

  @Test
  void groupWithTheSameNameElsewhereGivesNoRights() {
    try (var lab =
            Directories.people()
                .ldif("dn: ou=lab," + GROUPS, "objectClass: organizationalUnit", "ou: lab")
                .group(
                    "lab",
                    group ->
                        group
                            .dn("cn=admins,ou=lab," + GROUPS)
                            .attribute("cn", "admins")
                            .members("bob"))
                .group("x,cn=admins", group -> group.members("bob"))
                .start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(lab)
                    .groups(GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames()))
                    .require(memberOf(Directories.ADMINS))
                    .build())) {
      assertThat(authenticator.lookup("bob").orElseThrow().groups().names()).contains("admins");
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void unknownMembershipRejectsUnderEveryRule() {
    directory.user("alice").attribute("memberOf;range=0-1", Directories.STAFF, "cn=x," + GROUPS);
    var config = Directories.config(directory).groups(GroupLookup.memberOf());
    var denied = config.deny(memberOf(Directories.ADMINS)).build();
    var flagged =
        LdapAuthenticator.builder(
                Directories.config(directory).groups(GroupLookup.memberOf()).build(),
                new AccountStore())
            .flag(not(memberOf(Directories.ADMINS)), Account::setStaff);
    var knownIsEnough =
        Directories.config(directory)
            .groups(GroupLookup.memberOf())
            .require(memberOf(Directories.STAFF))
            .build();
    try (var denying = LdapAuthenticator.create(denied);
        var flagging = flagged.build();
        var requiring = LdapAuthenticator.create(knownIsEnough)) {
      no(denying.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
      no(flagging.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
      yes(requiring.authenticate("alice", "wonderland"));
    } finally {
      directory.user("alice").attribute("memberOf;range=0-1");
    }
    assertThat(directory.operations().binds(ALICE)).hasSize(3);
  }

  @Test
  void memberOfValueThatIsNoDnLeavesMembershipsUnknown() {
    directory.user("alice").attribute("memberOf", "staff");
    var config =
        Directories.config(directory)
            .groups(GroupLookup.memberOf())
            .deny(memberOf(Directories.ADMINS));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
    } finally {
      directory.user("alice").attribute("memberOf");
    }
  }

  @Test
  void memberOfValueThatIsNoTextLeavesMembershipsUnknown() {
    directory.user("alice").attribute("description", new byte[] {(byte) 0xff});
    var config =
        Directories.config(directory)
            .groups(GroupLookup.memberOf("description"))
            .deny(memberOf(Directories.ADMINS));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
    } finally {
      directory.user("alice").attribute("description");
    }
  }

  @Test
  void groupThatItsMembersDoNotShowLeavesTheMembershipUnknown() {
    String unshown =
        " has the member " + ALICE + ", but memberOf of that entry does not name the group";
    String missing = " is not there, or cannot be seen";
    for (var group :
        List.of(Map.entry(Directories.STAFF, unshown), Map.entry("cn=stuff," + GROUPS, missing))) {
      var config =
          Directories.config(directory)
              .groups(GroupLookup.memberOf())
              .deny(memberOf(group.getKey()));
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        var rejected =
            no(
                authenticator.authenticate("alice", "wonderland"),
                RejectionReason.MEMBERSHIP_UNKNOWN);
        assertThat(rejected.detail()).endsWith("group " + group.getKey() + group.getValue());
      }
    }
  }
}

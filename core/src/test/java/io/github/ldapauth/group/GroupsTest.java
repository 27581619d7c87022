// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupsTest {

  private static final String ODD = "cn=Doe\\, John (X)*\\\\,ou=people,dc=example,dc=com";

  private final TestDirectory directory =
      Directories.people()
          .user("carol", user -> user.password("carol").attribute("gidNumber", "500"))
          .user("odd", user -> user.dn(ODD).password("odd"))
          .group("unique", group -> group.ofUniqueNames().members("carol"))
          .group("role", group -> group.role().members("carol"))
          .group("primary", group -> group.posix(500))
          .group("listed", group -> group.posix(501).members("carol", "alice"))
          .group("odd group, (one)*", group -> group.members("odd"))
          .group("around odd", group -> group.members("odd group, (one)*"))
          .group("chicken", group -> group.members("carol", "cn=egg," + GROUPS))
          .group("egg", group -> group.members("chicken", "cn=egg," + GROUPS))
          .group("nameless", group -> group.dn("ou=x," + GROUPS).attribute("cn").members("bob"))
          .ldif("dn: cn=no posix," + PEOPLE, "objectClass: person", "mail: nobody@example.com")
          .ldif("dn: ou=more," + Directories.PEOPLE, "objectClass: organizationalUnit", "ou: more")
          .group("outside", group -> group.dn("cn=outside,ou=more," + PEOPLE).members("egg"))
          .start();

  @BeforeEach
  void forget() {
    directory.faults().clear();
    directory.forgetOperations();
  }

  @AfterAll
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(GroupLookup groups) {
    return LdapAuthenticator.create(Directories.config(directory).groups(groups).build());
  }

  private Set<String> names(GroupLookup groups, String username) {
    try (var authenticator = authenticator(groups)) {
      return authenticator.lookup(username).orElseThrow().groups().names();
    }
  }

  static Stream<Arguments> types() {
    return Stream.of(
        arguments(GroupType.groupOfNames(), Set.of("chicken")),
        arguments(GroupType.groupOfNames().nested(), Set.of("chicken", "egg")),
        arguments(GroupType.groupOfUniqueNames(), Set.of("unique")),
        arguments(GroupType.organizationalRole().nested(), Set.of("role")),
        arguments(GroupType.memberDn("uniqueMember"), Set.of("unique")),
        arguments(GroupType.posixGroup(), Set.of("primary", "listed")));
  }

  @ParameterizedTest
  @MethodSource("types")
  void eachTypeReadsItsOwnAttribute(GroupType type, Set<String> expected) {
    assertThat(names(GroupLookup.search(GROUPS, type), "carol")).isEqualTo(expected);
  }

  @Test
  void aPersonWithoutPosixAttributesIsInNoPosixGroupAndNothingIsAsked() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})");
    var config =
        Directories.config(directory, byMail)
            .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.lookup("nobody@example.com").orElseThrow().groups().dns()).isEmpty();
      assertThat(directory.operations().searches()).hasSize(1);
    }
  }

  @Test
  void oddNamesSurviveEveryEscaping() {
    var groups = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    assertThat(names(groups, "odd")).containsExactly("around odd", "odd group, (one)*");
  }

  @Test
  void nestingGoesAcrossAllBases() {
    GroupSearchLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());

    assertThat(names(groups, "carol")).doesNotContain("outside");
    assertThat(names(groups.alsoBelow("ou=more," + PEOPLE), "carol"))
        .containsExactly("chicken", "egg", "outside");
  }

  @Test
  void filterScopeAndNameAttributeNarrowTheSearch() {
    GroupSearchLookup groups = GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames());

    assertThat(names(groups.scope(SearchScope.ONE_LEVEL), "alice")).isEmpty();
    assertThat(names(groups.filter("(cn=nobody*)"), "alice")).isEmpty();
    assertThat(names(groups.filter("(objectClass=groupOfNames)"), "alice"))
        .containsExactly("staff");
    assertThat(names(groups.nameAttribute("ou"), "bob")).containsExactly("x");
  }

  @Test
  void aGroupWithoutANameStillCounts() {
    try (var authenticator = authenticator(GroupLookup.search(GROUPS, GroupType.groupOfNames()))) {
      var groups = authenticator.lookup("bob").orElseThrow().groups();
      assertThat(groups.names()).isEmpty();
      assertThat(groups.dns()).hasSize(1);
    }
  }

  @Test
  void groupsNestedTooDeepAreNoAnswer() {
    var shallow = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(1));
    try (var authenticator = authenticator(shallow)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("deeper than 1 levels")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
    }
  }

  @Test
  void tooManyGroupsAreNoAnswerAndNeverCutShort() {
    var few = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()).maxGroups(1);
    try (var authenticator = authenticator(few)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 11, 32, 50, 10})
  void aFailedGroupSearchIsNeverTakenForNoGroups(int resultCode) {
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
  void hiddenGroupDeniesNobodyOnlyIfTheConfigurationSaysSo() {
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
  void onlyTheNameOfAGroupIsRead() {
    names(GroupLookup.search(GROUPS, GroupType.groupOfNames()), "alice");
    assertThat(directory.operations().searches())
        .last()
        .extracting(Operation::attributes)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly("cn");
  }

  @Test
  void manyGroupsOfOneLevelAreAskedForByTheHundred() {
    var builder = Directories.people();
    for (int i = 0; i < 150; i++) {
      builder.group("g" + i, group -> group.members("bob"));
    }
    try (var large = builder.group("top", group -> group.members("g149")).start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(large)
                    .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()))
                    .build())) {
      LdapUser bob = yes(authenticator.authenticate("bob", "builder")).ldapUser();

      assertThat(bob.groups().dns()).hasSize(151);
      assertThat(large.operations().searches()).hasSize(1 + 1 + 2 + 1);
    }
  }

  @Test
  void aTypeOfTheApplicationsOwnFindsGroupsItsOwnWay() {
    GroupType byMail =
        new GroupType() {
          @Override
          public Set<String> userAttributes() {
            return Set.of("mail");
          }

          @Override
          public List<LdapEntry> find(LdapEntry person, GroupSearch groups) {
            String mail = person.attributes().first("mail").orElseThrow();
            return groups.matching(
                LdapFilter.equal("cn", mail.startsWith("alice") ? "staff" : "*"));
          }
        };
    GroupLookup groups = GroupLookup.search(GROUPS, byMail);

    assertThat(names(groups, "alice")).containsExactly("staff");
    assertThat(names(groups, "bob")).isEmpty();
  }

  @Test
  void aTypeThatGivesNullIsNamed() {
    for (List<LdapEntry> answer :
        Arrays.<List<LdapEntry>>asList(nothing(), Collections.singletonList(nothing()))) {
      GroupType careless = (person, groups) -> answer;
      var config =
          Directories.config(directory).groups(GroupLookup.search(GROUPS, careless)).build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        assertThatNullPointerException()
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .withMessageStartingWith("GroupType.find of " + getClass().getName())
            .withMessageEndingWith(" returned null");
      }
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
  void aGroupOfTheSameNameElsewhereGivesNoRights() {
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
  void unknownMembershipsRefuseUnderEveryRule() {
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
  void aMemberOfValueThatIsNoDnLeavesMembershipsUnknown() {
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
  void aMemberOfValueThatIsNoTextLeavesMembershipsUnknown() {
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
  void groupsThatTheEntryNamesAreAllGroupsWhateverElseIsRead() {
    directory.user("alice").attribute("seeAlso", Directories.STAFF);
    var config =
        Directories.config(directory).groups(GroupLookup.memberOf("seeAlso")).attributes("sn");
    try (var authenticator =
            LdapAuthenticator.create(
                config.deny(memberOf(Directories.ADMINS)).hiddenGroupsDenyNobody().build());
        var staffless =
            LdapAuthenticator.create(config.deny(memberOf(Directories.STAFF)).build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(alice.groups().isComplete()).isTrue();
      no(staffless.authenticate("alice", "wonderland"), RejectionReason.DENIED);
    } finally {
      directory.user("alice").attribute("seeAlso");
    }
  }

  @Test
  void whatAGroupTypeNeedsOfTheEntryIsReadWhateverElseIs() {
    var config =
        Directories.config(directory)
            .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()))
            .attributes("sn");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.lookup("carol").orElseThrow().groups().names())
          .containsExactly("listed", "primary");
    }
  }

  @Test
  void groupThatItsMembersDoNotShowLeavesTheMembershipUnknown() {
    String unshown = " is not in memberOf(memberOf) of " + ALICE + ", its member";
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested groups by the matching rule of Active Directory. */
class InChainTest {

  private final TestDirectory directory =
      Directories.domain()
          .user("alice", "wonderland")
          .user("bob", "builder")
          .group("team", group -> group.members("alice", "club"))
          .group("department", group -> group.members("team"))
          .group("company", group -> group.members("department"))
          .group("club", group -> group.members("company"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private static GroupSearchLookup inChain() {
    return GroupLookup.search(Directories.DOMAIN, GroupType.groupOfNames().inChain());
  }

  private Set<String> groupsOf(String username, GroupLookup groups) {
    var config = Directories.domainConfig(directory).groups(groups);
    directory.forgetOperations();
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return authenticator.lookup(username).orElseThrow().groups().names();
    }
  }

  private List<String> groupFilters() {
    return directory.operations().searches().stream()
        .map(Operation::filter)
        .filter(filter -> filter.contains("member"))
        .toList();
  }

  @Test
  void allLevelsAreFoundByOneSearchAndCyclesEnd() {
    assertThat(groupsOf("alice", inChain()))
        .containsExactlyInAnyOrder("team", "department", "company", "club");
    assertThat(groupFilters())
        .containsExactly("(member:1.2.840.113556.1.4.1941:=" + directory.dn("alice") + ")");
  }

  @Test
  void userOutsideAllGroupsHasNone() {
    assertThat(groupsOf("bob", inChain())).isEmpty();
  }

  @Test
  void groupsOutsideTheFilterAreFollowedButNotReturned() {
    assertThat(groupsOf("alice", inChain().filter("(cn=c*)")))
        .containsExactlyInAnyOrder("company", "club");
  }

  @Test
  void unknownRuleFallsBackToLevels() {
    var groups = GroupLookup.search(Directories.GROUPS, GroupType.groupOfNames().inChain());
    try (Slapd slapd =
            Slapd.start(TestCertificates.forHosts("127.0.0.1"), Directories.slapdLdif());
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
                    .serviceAccount(Directories.SERVICE, "service secret")
                    .groups(groups)
                    .build())) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
          .containsExactlyInAnyOrder("staff", "admins");
    }
  }

  /** Answers with one of these codes in place of every search by the rule, and counts them. */
  private static long refusedSearches(int resultCode) {
    try (TestDirectory other =
        TestDirectory.builder()
            .user("alice", "wonderland")
            .user("bob", "builder")
            .group("team", group -> group.members("alice"))
            .group("company", group -> group.members("team"))
            .start()) {
      refuseRule(other, resultCode);
      var config =
          LdapAuthConfig.builder(LdapServer.url(other.url()), Directories.byUid())
              .require(memberOf("cn=company," + Directories.GROUPS))
              .groups(GroupLookup.search(Directories.GROUPS, GroupType.groupOfNames().inChain()));
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        for (int i = 0; i < 3; i++) {
          var alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
          assertThat(alice.groups().names()).containsExactlyInAnyOrder("team", "company");
          no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
        }
      }
      return other.operations().searches().stream()
          .filter(search -> search.filter().contains("1941"))
          .count();
    }
  }

  private static void refuseRule(TestDirectory directory, int resultCode) {
    directory
        .faults()
        .every(SEARCH)
        .withFilter("1.2.840.113556.1.4.1941")
        .answers(resultCode, "no");
  }

  /** After 1 and 80 the search is sent once more, on another connection. */
  @ParameterizedTest
  @CsvSource({"1, 2", "12, 1", "18, 1", "53, 1", "80, 2"})
  void refusedRuleIsNotTriedAgainAndLoggedOnce(int resultCode, int searches) {
    try (CapturedLog log = new CapturedLog()) {
      assertThat(refusedSearches(resultCode)).isEqualTo(searches);
      assertThat(log.lines(GroupLookup.class))
          .filteredOn(line -> line.contains("in-chain search of groups is refused"))
          .hasSize(1);
    }
  }

  /** Active Directory knows the rule: levels alone would miss groups outside base and filter. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11, 50, 51, 53, 80})
  void activeDirectoryThatFailsIsNotSearchedByLevel(int resultCode) {
    refuseRule(directory, resultCode);

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> groupsOf("alice", inChain()))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS))
        .satisfies(e -> assertThat(e.resultCode()).hasValue(resultCode));
  }

  @Test
  void lastCallAboutNestingCounts() {
    var direct = GroupType.groupOfNames().inChain().nested(0);

    assertThat(groupsOf("alice", GroupLookup.search(Directories.DOMAIN, direct)))
        .containsExactly("team");
    assertThat(GroupType.groupOfNames().nested(2).inChain())
        .hasToString("memberDn(member).inChain()");
  }
}

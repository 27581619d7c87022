// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.OpenDj;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that select their members by {@code memberURL}. */
class DynamicGroupsTest {

  private static final String CLUB = "cn=club," + GROUPS;
  private static final String ALICE_ONLY = "ldap:///ou=people,dc=example,dc=com??sub?(sn=Adams)";

  private static final GroupLookup SEARCH =
      GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());

  private static String club(String url, String... more) {
    return "dn: "
        + CLUB
        + "\nobjectClass: top\nobjectClass: groupOfURLs\ncn: club\nmemberURL: "
        + url
        + "\n"
        + String.join("\n", more);
  }

  private static TestDirectory directory(String... group) {
    return Directories.people()
        .like(ServerKind.DIRECTORY_389)
        .ldif(String.join("\n", group))
        .start();
  }

  private static String problem(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.deny(memberOf(CLUB)).build())) {
      var rejected =
          no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(authenticator.findProblems()).isNotEmpty();
      return rejected.detail();
    }
  }

  private static void isJudged(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.deny(memberOf(CLUB)).build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void dynamicGroupThatNoLookupShowsIsUnknown() {
    try (TestDirectory directory = directory(club(ALICE_ONLY))) {
      for (GroupLookup groups :
          List.of(
              SEARCH,
              GroupLookup.memberOf(),
              GroupLookup.memberOf("isMemberOf"),
              GroupLookup.search(GROUPS, GroupType.posixGroup()),
              GroupLookup.memberOf().plus(SEARCH))) {
        assertThat(problem(Directories.config(directory).groups(groups)))
            .contains("selects uid=alice,ou=people,dc=example,dc=com by memberURL");
      }
    }
  }

  @Test
  void severalGroupsUnderRulesChangeNothing() {
    try (TestDirectory directory = directory(club(ALICE_ONLY))) {
      for (GroupLookup groups : List.of(SEARCH, GroupLookup.memberOf())) {
        var config =
            Directories.config(directory).groups(groups).deny(memberOf(Directories.ADMINS));
        assertThat(problem(config)).contains("by memberURL");
      }
    }
  }

  @Test
  void groupWithListedAndSelectedMembersIsUnknown() {
    try (TestDirectory directory =
        directory(
            club(ALICE_ONLY, "objectClass: groupOfNames", "member: " + Directories.SERVICE))) {
      assertThat(problem(Directories.config(directory).groups(SEARCH))).contains("by memberURL");
    }
  }

  @Test
  void groupThatSelectsNoUserIsKnown() {
    try (TestDirectory directory =
        directory(club("ldap:///ou=people,dc=example,dc=com??sub?(sn=none)"))) {
      for (GroupLookup groups : List.of(SEARCH, GroupLookup.memberOf())) {
        var config = Directories.config(directory).groups(groups).deny(memberOf(CLUB));
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          yes(authenticator.authenticate("alice", "wonderland"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "ldap://other.example.com/dc=example,dc=com??sub?(sn=Adams)",
        "ldap:///ou=people,dc=example,dc=com??sub?((sn=Adams)",
        "ldap:///people??sub?(sn=Adams)",
        "nonsense"
      })
  void malformedUrlIsUnknown(String url) {
    try (TestDirectory directory = directory(club(url))) {
      for (GroupLookup groups : List.of(SEARCH, GroupLookup.memberOf())) {
        assertThat(problem(Directories.config(directory).groups(groups)))
            .contains("has a memberURL that cannot be read");
      }
    }
  }

  @Test
  void slapdWithDynlistShowsDynamicGroups() {
    try (Slapd slapd =
        Slapd.startWith(
            TestCertificates.forHosts("127.0.0.1"),
            Directories.slapdLdif() + "\n" + club(ALICE_ONLY),
            "overlay dynlist",
            "dynlist-attrset groupOfURLs memberURL member+memberOf@groupOfNames")) {
      for (GroupLookup groups : List.of(SEARCH, GroupLookup.memberOf())) {
        isJudged(
            LdapAuthConfig.builder(
                    LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
                .serviceAccount(SERVICE, "service secret")
                .groups(groups));
      }
    }
  }

  @Test
  void openDjShowsDynamicGroupsInIsMemberOf() {
    String people = Directories.slapdLdif();
    try (OpenDj openDj =
        OpenDj.start(
            TestCertificates.forHosts("127.0.0.1"),
            people.substring(0, people.indexOf("dn: uid=carol")) + club(ALICE_ONLY),
            Map.of())) {
      var config =
          LdapAuthConfig.builder(
                  LdapServer.url("ldap://" + openDj.hostAndPort()), Directories.byUid())
              .serviceAccount(SERVICE, "service secret");
      isJudged(config.groups(GroupLookup.memberOf("isMemberOf")));
    }
  }
}

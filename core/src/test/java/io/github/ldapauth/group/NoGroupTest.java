// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that name an entry which is no group, such as a user or an organizational unit. */
class NoGroupTest {

  private static final String BASE = "dc=example,dc=com";
  private static final String UNIT = "ou=unit," + BASE;

  private static TestDirectory start(ServerKind kind) {
    return TestDirectory.builder()
        .like(kind)
        .user("svc", "service secret")
        .user("alice", "wonderland")
        .user("bob", "builder")
        .group("staff", group -> group.members("bob"))
        .ldif("dn: " + UNIT + "\nobjectClass: top\nobjectClass: organizationalUnit\nou: unit\n")
        .start();
  }

  private static LdapAuthConfigBuilder config(TestDirectory directory, GroupLookup groups) {
    return LdapAuthConfig.builder(
            LdapServer.url(directory.url()),
            UserLookup.search(BASE, "(&(objectClass=person)(|(uid={username})(cn={username})))")
                .usernameAttribute("cn"))
        .serviceAccount(directory.dn("svc"), "service secret")
        .groups(groups);
  }

  private static GroupLookup search(GroupType type) {
    return GroupLookup.search(BASE, type);
  }

  private static List<GroupLookup> lookups(ServerKind kind) {
    GroupLookup byMember = search(GroupType.groupOfNames());
    List<GroupLookup> lookups =
        new ArrayList<>(
            List.of(
                byMember,
                search(GroupType.groupOfNames().nested()),
                search(GroupType.groupOfUniqueNames()),
                search(GroupType.posixGroup()),
                GroupLookup.memberOf(),
                GroupLookup.memberOf().plus(byMember),
                byMember.plus(search(GroupType.posixGroup())),
                GroupLookup.automatic(BASE)));
    if (kind == ServerKind.ACTIVE_DIRECTORY) {
      lookups.add(GroupLookup.tokenGroups(BASE));
      lookups.add(search(GroupType.groupOfNames().inChain().withPrimaryGroup()));
      lookups.add(GroupLookup.tokenGroups(BASE).plus(byMember));
    }
    return lookups;
  }

  @ParameterizedTest
  @EnumSource
  void userOrUnitInPlaceOfAGroupIsUnknown(ServerKind kind) {
    try (TestDirectory directory = start(kind)) {
      for (GroupLookup lookup : lookups(kind)) {
        isNoGroup(config(directory, lookup), directory.dn("bob"));
        isNoGroup(config(directory, lookup), UNIT);
      }
    }
  }

  private static void isNoGroup(LdapAuthConfigBuilder config, String dn) {
    var denying = config.deny(memberOf(dn));
    try (var authenticator = LdapAuthenticator.create(denying.build())) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .contains("deny memberOf \"" + dn + "\": is no group: its object class is ");
      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail())
          .contains(": group " + dn + " is no group: its object class is ");
    }
    try (var authenticator = LdapAuthenticator.create(denying.hiddenGroupsDenyNobody().build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void manyRulesNameTheEntryThatIsNoGroup() {
    try (TestDirectory directory = start(ServerKind.OPEN_LDAP)) {
      for (GroupLookup lookup : lookups(ServerKind.OPEN_LDAP).subList(0, 2)) {
        isNoGroup(config(directory, lookup).deny(memberOf(directory.dn("staff"))), UNIT);
      }
    }
  }

  /** An empty group of any class, and an entry of any class with a member. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "objectClass: groupOfMembers",
        "objectClass: organizationalUnit\nobjectClass: PosixGroup\ngidNumber: 7",
        "objectClass: container\nobjectClass: ibm-staticGroup",
        "objectClass: organizationalRole\nobjectClass: simpleSecurityObject\nuserPassword: x",
        "objectClass: clubOfExample",
        "objectClass: organizationalUnit\nobjectClass: extensibleObject\nmember: uid=bob," + PEOPLE,
        "objectClass: organizationalUnit\nobjectClass: extensibleObject\n"
            + "memberURL: ldap:///ou=people,dc=example,dc=com??one?(uid=nobody)"
      })
  void entryThatMayBeAGroupIsOne(String lines) {
    String dn = "ou=club,ou=groups," + BASE;
    try (TestDirectory directory =
        Directories.people()
            .like(ServerKind.OPEN_LDAP)
            .ldif("dn: " + dn + "\nou: club\n" + lines + "\n")
            .start()) {
      for (GroupLookup lookup : List.of(search(GroupType.groupOfNames()), GroupLookup.memberOf())) {
        allows(Directories.config(directory).groups(lookup), dn);
      }
    }
  }

  private static void allows(LdapAuthConfigBuilder config, String dn) {
    try (var authenticator = LdapAuthenticator.create(config.deny(memberOf(dn)).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  /** Attributes such as eduPersonOrgUnitDN name the units of a user. */
  @Test
  void unitIsAGroupForAnotherAttributeThanMemberOf() {
    try (TestDirectory directory = Directories.people().start()) {
      allows(
          Directories.config(directory).groups(GroupLookup.memberOf("eduPersonOrgUnitDN")), PEOPLE);
    }
  }

  @Test
  void classesAreReadWithoutAFurtherRequest() {
    int ofUnit = searchesOfASignIn("ou=unit," + GROUPS, "objectClass: organizationalUnit");
    int ofGroup = searchesOfASignIn("ou=unit," + GROUPS, "objectClass: clubOfExample");

    // Memberships are read again only if the group could be seen.
    assertThat(ofUnit).isEqualTo(ofGroup - 1).isEqualTo(4);
  }

  private static int searchesOfASignIn(String group, String line) {
    try (TestDirectory directory =
            Directories.people().ldif("dn: " + group + "\nou: unit\n" + line + "\n").start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.withGroups(directory).deny(memberOf(group)).build())) {
      authenticator.authenticate("alice", "wonderland");
      return directory.operations().searches().count();
    }
  }
}

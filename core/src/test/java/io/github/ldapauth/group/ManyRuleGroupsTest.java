// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules, flags and mirrors that name many groups, which are looked for at the first sign-in. */
class ManyRuleGroupsTest {

  private static final int MANY = 300;
  private static final GroupSearchLookup LOOKUP =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());

  private static String group(int number) {
    return "cn=team " + number + "," + GROUPS;
  }

  private static String ldif(String dn, String... lines) {
    return "dn: " + dn + "\nobjectClass: groupOfNames\n" + String.join("\n", lines) + "\n";
  }

  private static List<String> entries() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> ldif(group(i), "cn: team " + i, "member: " + (i % 2 == 0 ? ALICE : BOB)))
        .toList();
  }

  private static Set<Dn> named(String... more) {
    return Stream.concat(IntStream.range(0, MANY).mapToObj(i -> group(i)), Stream.of(more))
        .map(Dn::parse)
        .collect(Collectors.toSet());
  }

  private static Set<Dn> confirm(String url, GroupLookup lookup, Set<Dn> groups) {
    try (var directory =
            Directory.open(
                LdapServer.url(url), ServiceAccount.of(SERVICE, "service secret"), text -> text);
        var session = directory.openSession(Duration.ofMinutes(1))) {
      return lookup.confirm(groups, List.of(Dn.parse(PEOPLE)), session);
    }
  }

  private static TestDirectory kit(String... more) {
    return Directories.people()
        .ldif(Stream.concat(entries().stream(), Stream.of(more)).toArray(String[]::new))
        .start();
  }

  @Test
  void manyGroupsAreConfirmedInFewRequests() {
    try (TestDirectory directory = kit()) {
      assertThat(confirm(directory.url(), LOOKUP, named())).isEqualTo(named());

      assertThat(directory.operations().searches()).hasSize(4);
    }
  }

  @Test
  void slapdConfirmsThemToo() {
    Slapd.assumeInstalled();
    String people = Directories.slapdLdif() + "\n" + String.join("\n", entries());
    try (Slapd slapd = Slapd.start(TestCertificates.forHosts("localhost"), people)) {
      assertThat(confirm("ldap://" + slapd.hostAndPort(), LOOKUP, named())).isEqualTo(named());
    }
  }

  @Test
  void groupWithAProblemIsNotConfirmed() {
    String otherAttribute = "cn=other attribute," + GROUPS;
    String elsewhere = "cn=elsewhere," + PEOPLE;
    String strangers = "cn=strangers," + GROUPS;
    String namesake = "cn=team 1,ou=inner," + GROUPS;
    try (TestDirectory directory =
        kit(
            "dn: "
                + otherAttribute
                + "\nobjectClass: groupOfUniqueNames\ncn: other attribute\nuniqueMember: "
                + ALICE
                + "\n",
            ldif(elsewhere, "cn: elsewhere", "member: " + ALICE),
            ldif(strangers, "cn: strangers", "member: uid=alice,ou=people,dc=elsewhere"))) {
      Set<Dn> all = named(otherAttribute, elsewhere, strangers, namesake, "cn=missing," + GROUPS);

      assertThat(confirm(directory.url(), LOOKUP, all)).isEqualTo(named());
    }
  }

  @Test
  void groupThatIsNotFoundByItsMemberIsNotConfirmed() {
    try (TestDirectory directory = kit()) {
      directory.faults().every(SEARCH).withFilter("member=" + BOB).answers(0, "");

      assertThat(confirm(directory.url(), LOOKUP, named()))
          .doesNotContain(Dn.parse(group(1)), Dn.parse(group(3)));
    }
  }

  @Test
  void membersInTooManyGroupsAreSearchedInParts() {
    try (TestDirectory directory = kit()) {
      assertThat(confirm(directory.url(), LOOKUP.maxGroups(MANY / 2 + 1), named()))
          .isEqualTo(named());
      assertThat(confirm(directory.url(), LOOKUP.maxGroups(1), named())).isEmpty();
    }
  }

  @Test
  void serverThatRefusesTheSearchConfirmsNone() {
    try (TestDirectory directory = kit()) {
      for (int code : List.of(4, 11, 53)) {
        directory.faults().next(SEARCH).withFilter("cn=team").answers(code, "too much");

        assertThat(confirm(directory.url(), LOOKUP, named())).isEmpty();
      }
    }
  }

  /** The search begins at the entry above all groups, which may not be there, or be hidden. */
  @Test
  void missingEntryAboveTheGroupsConfirmsNone() {
    try (TestDirectory directory = kit()) {
      showMemberOf(directory, 0);
      directory.faults().next(SEARCH).withFilter("cn=team").answers(32, "");

      assertThat(confirm(directory.url(), GroupLookup.memberOf(), named())).isEmpty();
    }
  }

  @Test
  void groupsOfTwoTreesAreLeftToTheirOwnCheckIfLookupsDisagree() {
    String strangers = "cn=strangers,o=elsewhere";
    try (TestDirectory directory =
        Directories.people()
            .anotherBaseDn("o=elsewhere")
            .ldif(ldif(strangers, "cn: strangers", "member: " + ALICE))
            .start()) {
      GroupLookup both =
          GroupLookup.search("everywhere", GroupType.groupOfNames()).plus(GroupLookup.memberOf());
      Set<Dn> groups = Set.of(Dn.parse(STAFF), Dn.parse(strangers));

      assertThat(confirm(directory.url(), both, groups)).isEmpty();
    }
  }

  @Test
  void oneGroupIsLeftToItsOwnCheck() {
    try (TestDirectory directory = kit()) {
      assertThat(confirm(directory.url(), LOOKUP, Set.of(Dn.parse(group(1))))).isEmpty();
      assertThat(directory.operations().searches()).isEmpty();
    }
  }

  @Test
  void ownTypeWithoutMemberAttributeIsConfirmedByItsGroups() {
    GroupType own = (user, search) -> GroupType.groupOfNames().find(user, search);
    try (TestDirectory directory = kit()) {
      Set<Dn> all = new HashSet<>(named("cn=missing," + GROUPS));

      assertThat(confirm(directory.url(), GroupLookup.search(GROUPS, own), all)).isEqualTo(named());
      assertThat(directory.operations().searches()).hasSize(4);
    }
  }

  private static void showMemberOf(TestDirectory directory, int from) {
    for (int i = 0; i < 2; i++) {
      int rest = i;
      directory
          .user(i == 0 ? "alice" : "bob")
          .attribute(
              "memberOf",
              IntStream.range(from, MANY)
                  .filter(number -> number % 2 == rest)
                  .mapToObj(ManyRuleGroupsTest::group)
                  .toArray(String[]::new));
    }
  }

  @Test
  void manyGroupsAreConfirmedByMemberOfInFewRequests() {
    try (TestDirectory directory = kit()) {
      showMemberOf(directory, 0);

      assertThat(confirm(directory.url(), GroupLookup.memberOf(), named())).isEqualTo(named());
      assertThat(directory.operations().searches()).hasSize(4);
    }
  }

  @Test
  void groupThatMemberOfDoesNotShowIsNotConfirmed() {
    String nested = "cn=nested," + GROUPS;
    String amongUsers = "cn=among users," + PEOPLE;
    String strangers = "cn=strangers," + GROUPS;
    try (TestDirectory directory =
        kit(
            ldif(nested, "cn: nested", "member: " + group(7)),
            ldif(amongUsers, "cn: among users", "member: " + ALICE),
            ldif(strangers, "cn: strangers", "member: " + ALICE, "member: uid=x,dc=elsewhere"))) {
      showMemberOf(directory, 2);
      Set<Dn> all = named(nested, amongUsers, strangers, "cn=missing," + GROUPS);
      Set<Dn> shown = new HashSet<>(named());
      shown.removeAll(Set.of(Dn.parse(group(0)), Dn.parse(group(1))));

      assertThat(confirm(directory.url(), GroupLookup.memberOf(), all)).isEqualTo(shown);
      assertThat(
              confirm(
                  directory.url(),
                  GroupLookup.memberOf(),
                  Set.of(Dn.parse(group(2)), Dn.parse("cn=group,o=elsewhere"))))
          .isEmpty();
    }
  }
}

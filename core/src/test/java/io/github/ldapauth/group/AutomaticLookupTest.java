// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Look-ups that the directory decides. */
class AutomaticLookupTest {

  private static final String USERS = "cn=Users," + Directories.DOMAIN;
  private static final String UNIX = "ou=unix,dc=example,dc=com";

  private static final String SHELL =
      """
      dn: cn=shell,ou=groups,dc=example,dc=com
      objectClass: posixGroup
      cn: shell
      gidNumber: 100
      memberUid: alice
      """;

  private static TestDirectoryBuilder activeDirectory() {
    return Directories.domain()
        .user("alice", "wonderland")
        .group("inner", group -> group.members("alice"))
        .group("outer", group -> group.members("inner"));
  }

  private static LdapAuthConfigBuilder config(TestDirectory directory) {
    return Directories.config(directory).groups(GroupLookup.automatic(GROUPS));
  }

  private static List<String> chosen(CapturedLog log) {
    return log.lines(GroupLookup.class).stream()
        .filter(line -> line.contains("are found by"))
        .toList();
  }

  @Test
  void activeDirectoryIsAskedForTokenGroups() {
    try (CapturedLog log = new CapturedLog();
        TestDirectory directory = activeDirectory().start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.domainConfig(directory)
                    .groups(GroupLookup.automatic(Directories.DOMAIN))
                    .build())) {
      for (int i = 0; i < 2; i++) {
        assertThat(
                yes(authenticator.authenticate("alice", "wonderland")).ldapUser().groups().names())
            .contains("Domain Users", "inner", "outer");
      }
      assertThat(chosen(log))
          .singleElement()
          .asString()
          .contains("tokenGroups", "Active Directory");
    }
  }

  @Test
  void otherDirectoriesAreSearchedByTheAttributesOfTheirGroups() {
    try (CapturedLog log = new CapturedLog();
        TestDirectory directory = Directories.people().ldif(SHELL).start();
        var authenticator =
            LdapAuthenticator.create(
                config(directory).deny(memberOf("cn=shell," + GROUPS)).build())) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
          .containsExactly("admins", "shell", "staff");
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));

      assertThat(chosen(log)).singleElement().asString().contains("[member, memberUid]");
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void choiceIsMadeOnce() {
    try (TestDirectory directory = Directories.people().start();
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      yes(authenticator.authenticate("bob", "builder"));
      directory.forgetOperations();
      yes(authenticator.authenticate("bob", "builder"));

      assertThat(directory.operations().searches())
          .extracting(Operation::filter)
          .containsExactly("(uid=bob)", "(member=" + Directories.BOB + ")");
    }
  }

  /** The directory decides that the look-up consists of several. */
  @Test
  void nestedGroupsAreFoundAroundGroupsOfAnotherLookup() {
    GroupLookup unix = GroupLookup.search(UNIX, GroupType.posixGroup());
    GroupLookup automatic = GroupLookup.automatic(GROUPS);
    try (TestDirectory directory = unixBesideGroups().start()) {
      for (GroupLookup both : List.of(unix.plus(automatic), automatic.plus(unix))) {
        var config =
            Directories.config(directory).groups(both).deny(memberOf("cn=suspended," + GROUPS));
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
          yes(authenticator.authenticate("bob", "builder"));
          assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
              .containsExactly("admins", "shell", "staff", "suspended");
          assertThat(authenticator.findProblems()).isEmpty();
        }
      }
    }
  }

  private static TestDirectoryBuilder unixBesideGroups() {
    return Directories.people()
        .user("mallory", "secret of mallory")
        .ldif(
            "dn: " + UNIX + "\nobjectClass: organizationalUnit\nou: unix\n",
            SHELL.replace(GROUPS, UNIX),
            """
            dn: cn=other,%1$s
            objectClass: posixGroup
            cn: other
            gidNumber: 101
            memberUid: bob

            dn: cn=suspended,%1$s
            objectClass: groupOfNames
            cn: suspended
            member: uid=mallory,ou=people,dc=example,dc=com
            member: cn=shell,%2$s
            """
                .formatted(GROUPS, UNIX));
  }

  @Test
  void primaryGroupCountsBesideAnotherLookup() {
    try (TestDirectory directory = activeDirectory().start()) {
      GroupLookup direct = GroupLookup.search(Directories.DOMAIN, GroupType.groupOfNames());
      GroupLookup automatic = GroupLookup.automatic(Directories.DOMAIN);
      for (GroupLookup both : List.of(direct.plus(automatic), automatic.plus(direct))) {
        var config =
            Directories.domainConfig(directory)
                .groups(both)
                .require(memberOf("cn=Domain Users," + USERS));
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          yes(authenticator.authenticate("alice", "wonderland"));
          assertThat(authenticator.findProblems()).isEmpty();
        }
      }
    }
  }

  /** Another user may see other groups. */
  @Test
  void choiceOfAUserIsNotForOthers() {
    try (TestDirectory directory = Directories.people().start();
        var authenticator = LdapAuthenticator.create(config(directory).readAsUser().build())) {
      yes(authenticator.authenticate("bob", "builder"));
      directory.forgetOperations();
      yes(authenticator.authenticate("bob", "builder"));

      assertThat(directory.operations().searches())
          .extracting(Operation::filter)
          .contains("(member=*)", "(uniqueMember=*)", "(memberUid=*)");
    }
  }

  @Test
  void groupThatNamesItsMembersInAnotherWayIsUnknown() {
    try (TestDirectory directory =
            Directories.people()
                .ldif(
                    "dn: cn=head," + GROUPS,
                    "objectClass: organizationalRole",
                    "cn: head",
                    "roleOccupant: " + Directories.BOB)
                .start();
        var authenticator =
            LdapAuthenticator.create(
                config(directory).deny(memberOf("cn=head," + GROUPS)).build())) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(authenticator.findProblems()).singleElement().asString().contains("roleOccupant");
    }
  }

  @Test
  void directoryWithoutGroupsFailsTheSignIn() {
    try (TestDirectory directory =
            TestDirectory.builder()
                .user("svc", "service secret")
                .user("alice", "wonderland")
                .ldif("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups")
                .start();
        var authenticator = LdapAuthenticator.create(config(directory).build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("finds no group below " + GROUPS);
    }
  }

  @Test
  void baseThatIsNoDnIsAMistake() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                LdapAuthConfig.builder(LdapServer.ldaps("localhost"), Directories.byUid())
                    .groups(GroupLookup.automatic("groups"))
                    .build())
        .withMessageContaining("GroupLookup.automatic base");
  }

  @Test
  void slapdIsSearchedByTheAttributesOfItsGroups() {
    try (Slapd slapd =
            Slapd.start(TestCertificates.forHosts("127.0.0.1"), Directories.slapdLdif());
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
                    .serviceAccount(SERVICE, "service secret")
                    .groups(GroupLookup.automatic(GROUPS))
                    .build())) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
          .contains("staff", "admins");
    }
  }
}

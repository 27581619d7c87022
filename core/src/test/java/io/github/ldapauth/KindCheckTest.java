// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations for one kind of server, against another kind. */
class KindCheckTest {

  private static final String BASE = "dc=example,dc=com";
  private static final UserLookup BY_UID = UserLookup.search(BASE, "(uid={username})");
  private static final GroupLookup TOKENS = GroupLookup.tokenGroups(BASE);

  private static TestDirectoryBuilder people(ServerKind kind) {
    return TestDirectory.builder()
        .like(kind)
        .user("svc", "service secret")
        .user("alice", "wonderland");
  }

  private static LdapAuthenticator<LdapUser> authenticator(
      TestDirectory directory, UserLookup users, GroupLookup groups) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(LdapServer.url(directory.url()), users)
            .serviceAccount(directory.dn("svc"), "service secret")
            .groups(groups)
            .build());
  }

  private static UserLookup activeDirectory() {
    return UserLookup.activeDirectory("example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN_LDAP, OpenLDAP",
    "DIRECTORY_389, 389 Directory Server (389 Project 389-Directory/2.3.1 B2025.016.1616)",
    "FREE_IPA, FreeIPA (389 Project 389-Directory/2.3.1 B2025.016.1616)",
    "OPEN_DJ, OpenDJ (Open Identity Platform Community OpenDJ Server 5.0.3)"
  })
  void unknownUserOfAnotherKindOfServerIsExplained(ServerKind kind, String name) {
    try (var directory = people(kind).start();
        var authenticator = authenticator(directory, activeDirectory(), GroupLookup.memberOf())) {
      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND);

      assertThat(rejected.detail())
          .startsWith("no entry matches ")
          .endsWith(
              "; the server is "
                  + name
                  + ", but UserLookup.activeDirectory is for Active Directory");
      assertThat(rejected.publicMessage()).isEqualTo(Rejection.PUBLIC_MESSAGE);
    }
  }

  @Test
  void rootDseIsReadForTheFirstUnknownUserOnly() {
    try (var directory = people(ServerKind.ACTIVE_DIRECTORY).start();
        var authenticator = authenticator(directory, activeDirectory(), TOKENS)) {
      for (int i = 0; i < 3; i++) {
        var rejected =
            no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND);
        assertThat(rejected.detail()).doesNotContain("the server is");
      }
      assertThat(directory.operations().searches().requests()).hasSize(4);
    }
  }

  @Test
  void settingsForEveryKindNeverReadTheRootDse() {
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator(directory, BY_UID, GroupLookup.memberOf())) {
      no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND);
      assertThat(authenticator.findProblems()).isEmpty();

      assertThat(directory.operations().searches().requests())
          .extracting(Operation::dn)
          .doesNotContain("");
    }
  }

  @Test
  void unreadableRootDseLeavesTheDetailUnchanged() {
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator(directory, activeDirectory(), TOKENS)) {
      directory.faults().every(SEARCH).withFilter("(objectClass=*)").answers(50, "not for you");

      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND);
      assertThat(rejected.detail()).endsWith(" below dc=example,dc=com");
    }
  }

  @Test
  void rootDseThatDoesNotAnswerLeavesTheRejectionUnchanged() {
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator(directory, activeDirectory(), TOKENS)) {
      directory.faults().every(SEARCH).withFilter("(objectClass=*)").closesConnection();

      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND);
      assertThat(rejected.detail()).endsWith(" below dc=example,dc=com");
    }
  }

  @Test
  void groupsOfAnotherKindOfServerAreExplained() {
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator(directory, BY_UID, TOKENS)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageEndingWith(
              "shows no tokenGroups; the server is OpenLDAP, but GroupLookup.tokenGroups is for"
                  + " Active Directory");
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("alice"))
          .withMessageEndingWith("GroupLookup.tokenGroups is for Active Directory");
    }
  }

  @Test
  void problemsNameEverySettingForAnotherKind() {
    GroupLookup inChain =
        GroupLookup.search(BASE, GroupType.groupOfNames().withPrimaryGroup().inChain());
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator(directory, activeDirectory(), inChain)) {
      assertThat(authenticator.findProblems())
          .contains(
              "LdapServer: the server is OpenLDAP, but UserLookup.activeDirectory is for Active"
                  + " Directory, GroupType.inChain is for Active Directory,"
                  + " GroupType.withPrimaryGroup is for Active Directory (at "
                  + directory.hostAndPort()
                  + ")");
    }
  }

  @Test
  void activeDirectoryHasNoProblems() {
    try (var directory = people(ServerKind.ACTIVE_DIRECTORY).start();
        var authenticator = authenticator(directory, activeDirectory(), TOKENS)) {
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  /** The proxy shows its own root DSE, and the entries of the server behind it. */
  @Test
  void proxyBeforeTheRightKindHasNoProblems() {
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator = authenticator(directory, activeDirectory(), GroupLookup.memberOf())) {
      assertThat(authenticator.findProblems()).anyMatch(line -> line.contains("the server is "));
    }
    try (var directory =
            people(ServerKind.OPEN_LDAP)
                .ldif(
                    "dn: " + BASE,
                    "objectClass: top",
                    "objectClass: domain",
                    "dc: example",
                    "objectGUID:: AAAAAAAAAAAAAAAAAAAAAA==")
                .start();
        var authenticator = authenticator(directory, activeDirectory(), GroupLookup.memberOf())) {
      assertThat(authenticator.findProblems()).noneMatch(line -> line.contains("the server is "));
    }
  }
}

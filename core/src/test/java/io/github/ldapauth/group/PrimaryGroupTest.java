// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The group of Active Directory that no {@code member} names. */
class PrimaryGroupTest {

  /** The last part of the identifier of Domain Guests, in every domain. */
  private static final String GUESTS = "514";

  private final TestDirectory directory =
      Directories.domain()
          .user("alice", user -> user.password("wonderland").attribute("primaryGroupID", GUESTS))
          .group("team", group -> group.members("alice"))
          .group("Domain Guests")
          .group("outer", group -> group.members("Domain Guests"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private static GroupSearchLookup groups(MemberDnGroupType type) {
    return GroupLookup.search(Directories.DOMAIN, type);
  }

  private LdapAuthConfigBuilder config(GroupLookup groups) {
    return Directories.domainConfig(directory).groups(groups);
  }

  private Set<String> groupsOfAlice(GroupLookup groups) {
    try (var authenticator = LdapAuthenticator.create(config(groups).attributes("cn").build())) {
      return authenticator.lookup("alice").orElseThrow().groups().names();
    }
  }

  @Test
  void primaryGroupIsFoundIfConfigured() {
    var direct = GroupType.groupOfNames();

    assertThat(groupsOfAlice(groups(direct))).containsExactly("team");
    assertThat(groupsOfAlice(groups(direct.withPrimaryGroup())))
        .containsExactly("Domain Guests", "team");
  }

  @Test
  void groupsThatContainThePrimaryGroupAreFoundIfNested() {
    var direct = GroupType.groupOfNames().withPrimaryGroup();

    assertThat(groupsOfAlice(groups(direct.nested())))
        .containsExactly("Domain Guests", "outer", "team");
    assertThat(groupsOfAlice(groups(direct.inChain())))
        .containsExactly("Domain Guests", "outer", "team");
  }

  @Test
  void rulesMatchThePrimaryGroup() {
    var groups = groups(GroupType.groupOfNames().withPrimaryGroup());
    var config = config(groups).deny(memberOf(directory.dn("Domain Guests"))).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
    }
  }

  @Test
  void ruleAboutPrimaryGroupIsUnknownIfTheLookUpDoesNotFindIt() {
    for (GroupLookup missing :
        List.of(groups(GroupType.groupOfNames().nested()), GroupLookup.memberOf())) {
      var config = config(missing).deny(memberOf(directory.dn("Domain Guests"))).build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        var rejected =
            no(
                authenticator.authenticate("alice", "wonderland"),
                RejectionReason.MEMBERSHIP_UNKNOWN);
        assertThat(rejected.detail()).contains("is the primary group of users");
      }
    }
  }

  @Test
  void primaryGroupOutsideTheFilterIsNotFound() {
    var groups = groups(GroupType.groupOfNames().withPrimaryGroup().nested());

    assertThat(groupsOfAlice(groups.filter("(!(cn=Domain Guests))"))).containsExactly("team");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "4294967296"})
  void entryWithoutPrimaryGroupIdFailsTheSignIn(String primaryGroupId) {
    String[] values = primaryGroupId.isEmpty() ? new String[0] : new String[] {primaryGroupId};
    directory.user("alice").attribute("primaryGroupID", values);

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> groupsOfAlice(groups(GroupType.groupOfNames().withPrimaryGroup())))
        .withMessageContaining("primaryGroupID")
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
  }

  @Test
  void malformedSecurityIdFailsTheSignIn() {
    directory.user("alice").attribute("objectSid", new byte[] {1, 5, 0, 0, 0, 0, 0, 5, 1});

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> groupsOfAlice(groups(GroupType.groupOfNames().withPrimaryGroup())))
        .withMessageContaining("objectSid");
  }
}

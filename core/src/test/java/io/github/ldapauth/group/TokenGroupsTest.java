// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups by the attribute {@code tokenGroups} of Active Directory. */
class TokenGroupsTest {

  private static final String USERS = "cn=Users," + Directories.DOMAIN;

  private static final GroupLookup TOKENS = GroupLookup.tokenGroups(Directories.DOMAIN);

  private final TestDirectory directory =
      Directories.domain()
          .user("alice", "wonderland")
          .user("bob", "builder")
          .group("inner", group -> group.members("alice"))
          .group("outer", group -> group.members("inner"))
          .group("mail", group -> group.members("alice").attribute("groupType", "2"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthConfigBuilder config(GroupLookup groups) {
    return config(directory, groups);
  }

  private static LdapAuthConfigBuilder config(TestDirectory directory, GroupLookup groups) {
    return Directories.domainConfig(directory).groups(groups);
  }

  private LdapAuthConfigBuilder config() {
    return config(TOKENS);
  }

  @Test
  void nestedGroupsAndThePrimaryGroupAreFoundByTwoSearches() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.forgetOperations();
      Groups groups = yes(authenticator.authenticate("alice", "wonderland")).ldapUser().groups();

      assertThat(groups.names()).contains("Domain Users", "inner", "outer").doesNotContain("mail");
      assertThat(directory.operations().searches()).hasSize(3); // the first one finds the user
    }
  }

  @Test
  void onlyGroupsBelowTheBaseAreFound() {
    try (var authenticator =
        LdapAuthenticator.create(config(GroupLookup.tokenGroups(USERS)).build())) {
      Groups groups = authenticator.lookup("alice").orElseThrow().groups();

      assertThat(groups.names()).containsExactly("Domain Users", "inner", "outer");
      assertThat(groups.contains(Dn.parse("cn=Users,cn=Builtin," + Directories.DOMAIN)))
          .isEqualTo(Answer.UNKNOWN);
    }
  }

  @Test
  void rulesMatchNestedGroups() {
    try (var authenticator =
        LdapAuthenticator.create(config().require(memberOf(directory.dn("outer"))).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void securityGroupsAroundGroupsOfAnotherLookupAreFound() {
    GroupLookup unix = GroupLookup.search(Directories.DOMAIN, GroupType.posixGroup());
    try (TestDirectory mixed = unixGroups()) {
      for (GroupLookup tokens : List.of(TOKENS, GroupLookup.automatic(Directories.DOMAIN))) {
        for (GroupLookup both : List.of(unix.plus(tokens), tokens.plus(unix))) {
          var config = config(mixed, both).deny(memberOf(mixed.dn("around")));
          try (var authenticator = LdapAuthenticator.create(config.build())) {
            no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
            yes(authenticator.authenticate("bob", "builder"));
            assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
                .contains("Domain Users", "shell", "suspended", "around")
                .doesNotContain("mail");
          }
        }
      }
    }
  }

  private static TestDirectory unixGroups() {
    return Directories.domain()
        .user("alice", user -> user.password("wonderland").attribute("uid", "alice"))
        .user("bob", "builder")
        .group("shell", group -> group.attribute("memberUid", "alice"))
        .group("mail", group -> group.members("shell").attribute("groupType", "2"))
        .group("suspended", group -> group.members("shell"))
        .group("around", group -> group.members("suspended"))
        .start();
  }

  @Test
  void membershipInADistributionGroupIsUnknown() {
    try (var authenticator =
        LdapAuthenticator.create(config().deny(memberOf(directory.dn("mail"))).build())) {
      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail()).contains("is not a security group");
    }
  }

  @Test
  void membershipInAMissingGroupIsUnknown() {
    try (var authenticator =
        LdapAuthenticator.create(
            config().deny(memberOf("cn=none," + Directories.DOMAIN)).build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
    }
  }

  private static void assertFailure(LdapAuthConfigBuilder config, String why) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining(why);
    }
  }

  @Test
  void anotherKindOfServerFailsTheSignIn() {
    try (TestDirectory other = Directories.people().start()) {
      assertFailure(
          Directories.config(other).groups(GroupLookup.tokenGroups("dc=example,dc=com")),
          "shows no tokenGroups");
    }
  }

  @Test
  void malformedIdentifierLeavesMembershipsUnknownAndIsLoggedOnce() {
    try (CapturedLog log = new CapturedLog();
        TestDirectory other = Directories.people().start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(other)
                    .groups(GroupLookup.tokenGroups("dc=example,dc=com"))
                    .build())) {
      other.user("alice").attribute("tokenGroups", new byte[] {1, 5, 0});
      for (int i = 0; i < 2; i++) {
        Groups groups = yes(authenticator.authenticate("alice", "wonderland")).ldapUser().groups();
        assertThat(groups.contains(Dn.parse(Directories.STAFF))).isEqualTo(Answer.UNKNOWN);
      }
      assertThat(log.lines(GroupLookup.class))
          .singleElement()
          .asString()
          .contains("tokenGroups holds a value that is not a security identifier");
    }
  }

  @Test
  void moreGroupsThanPermittedFailTheSignIn() {
    assertFailure(
        config(GroupLookup.tokenGroups(Directories.DOMAIN).maxGroups(2)),
        "is in more than 2 groups");
  }

  @Test
  void manyGroupsAreFoundBySeveralSearches() {
    try (TestDirectory many = manyGroups(450);
        var authenticator = LdapAuthenticator.create(config(many, TOKENS).build())) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().dns())
          .hasSizeGreaterThan(450);
    }
  }

  private static TestDirectory manyGroups(int count) {
    var builder = Directories.domain().user("alice", "wonderland");
    IntStream.range(0, count)
        .forEach(i -> builder.group("group" + i, group -> group.members("alice")));
    return builder.start();
  }
}

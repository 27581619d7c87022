// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that Active Directory returns in parts of 1,500. */
class RangedMemberOfTest {

  private static final String USERS = "cn=Users," + Directories.DOMAIN;
  private static final int GROUPS = 3_200;

  private static final TestDirectory DIRECTORY = start();

  private static TestDirectory start() {
    var builder =
        Directories.domain()
            .ldif(
                "dn: ou=groups," + Directories.DOMAIN,
                "objectClass: organizationalUnit",
                "ou: groups")
            .user("alice", "wonderland")
            .user("bob", "builder");
    IntStream.range(0, GROUPS)
        .forEach(i -> builder.group("group" + i, group -> group.members("alice")));
    String[] many = IntStream.range(0, 2_000).mapToObj(i -> "member" + i).toArray(String[]::new);
    for (String name : many) {
      builder.user(name, "secret");
    }
    return builder
        .group("inner", group -> group.dn(outside("inner")).members("bob"))
        .group("many", group -> group.dn(outside("many")).members(many).members("inner"))
        .group("plain", group -> group.dn(outside("plain")).members(many))
        .start();
  }

  private static String outside(String group) {
    return "cn=" + group + ",ou=groups," + Directories.DOMAIN;
  }

  @AfterAll
  static void stop() {
    DIRECTORY.close();
  }

  @BeforeEach
  void forget() {
    DIRECTORY.forgetOperations();
  }

  private static LdapAuthConfigBuilder config() {
    return LdapAuthConfig.builder(
            Directories.patient(LdapServer.url(DIRECTORY.url())),
            UserLookup.search(USERS, "(cn={username})"))
        .serviceAccount(DIRECTORY.dn("svc"), "service secret")
        .timeLimit(Directories.PATIENCE)
        .groups(GroupLookup.memberOf());
  }

  private static List<String> ranges() {
    return DIRECTORY.operations().searches().stream()
        .flatMap(search -> search.attributes().stream())
        .filter(name -> name.contains(";range="))
        .toList();
  }

  @Test
  void allValuesOfMemberOfAreRead() {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.groups().isComplete()).isTrue();
      assertThat(alice.groups().dns()).hasSize(GROUPS);
      assertThat(ranges()).containsExactly("memberOf;range=1499-*", "memberOf;range=2998-*");
    }
  }

  @Test
  void groupAfterTheFirstValuesDenies() {
    var config = config().deny(memberOf(DIRECTORY.dn("group" + (GROUPS - 1))));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @Test
  void groupRemovedBetweenTwoPartsLeavesMembershipsUnknown() throws Exception {
    try (var authenticator = LdapAuthenticator.create(config().build())) {
      HeldRequest found = DIRECTORY.faults().next(SEARCH).withFilter("(cn=alice)").holdsAnswer();
      var lookup = CompletableFuture.supplyAsync(() -> authenticator.lookup("alice").orElseThrow());
      found.awaitArrival();
      DIRECTORY.delete("group0");
      found.release();

      Groups groups = lookup.get().groups();
      assertThat(groups.isComplete()).isFalse();
      assertThat(groups.contains(Dn.parse(DIRECTORY.dn("group1")))).isEqualTo(Answer.YES);
      assertThat(groups.contains(Dn.parse(DIRECTORY.dn("inner")))).isEqualTo(Answer.UNKNOWN);
    } finally {
      DIRECTORY.reset();
    }
  }

  /** Without ranges, the nested group would be behind the members that the check sees. */
  @Test
  void nestedGroupBehindManyMembersIsNoticed() {
    for (var rule : List.of(memberOf(DIRECTORY.dn("many")), memberOf(DIRECTORY.dn("plain")))) {
      try (var authenticator = LdapAuthenticator.create(config().deny(rule).build())) {
        if (rule.equals(memberOf(DIRECTORY.dn("plain")))) {
          yes(authenticator.authenticate("bob", "builder"));
        } else {
          var rejected =
              no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
          assertThat(rejected.detail()).contains("contains the group");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memberOf;range=0-1",
        "memberOf;range=0-0",
        "memberOf;range=1-*",
        "memberOf;range=0-99999999999",
        "memberOf;range=x",
        "memberOf;range=",
        "memberOf;range=0-*-"
      })
  void malformedRangeLeavesMembershipsUnknownAndIsLoggedOnce(String name) {
    try (CapturedLog log = new CapturedLog();
        TestDirectory other = Directories.people().start()) {
      other.user("alice").attribute(name, Directories.STAFF);
      var config = Directories.config(other).groups(GroupLookup.memberOf());
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        for (int i = 0; i < 3; i++) {
          Groups groups = authenticator.lookup("alice").orElseThrow().groups();

          assertThat(groups.contains(Dn.parse(Directories.STAFF))).isEqualTo(Answer.YES);
          assertThat(groups.contains(Dn.parse(Directories.ADMINS))).isEqualTo(Answer.UNKNOWN);
        }
      }
      assertThat(log.lines(GroupLookup.class)).hasSize(1);
    }
  }
}

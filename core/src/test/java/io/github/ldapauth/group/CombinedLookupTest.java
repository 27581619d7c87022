// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups that name their members in two ways. */
class CombinedLookupTest {

  private static final GroupLookup BY_DN =
      GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
  private static final GroupLookup UNIQUE =
      GroupLookup.search(GROUPS, GroupType.groupOfUniqueNames().nested());
  private static final GroupLookup POSIX = GroupLookup.search(GROUPS, GroupType.posixGroup());

  private final TestDirectory directory =
      Directories.people()
          .group("empty")
          .ldif(
              posix("shell", "alice"),
              posix("other", "bob"),
              names("holders", "member", "cn=shell," + GROUPS),
              names("unique", "uniqueMember", "cn=holders," + GROUPS),
              names("around", "member", "cn=unique," + GROUPS),
              names("loop", "uniqueMember", "cn=around," + GROUPS),
              names("services", "member", SERVICE))
          .start();

  private static String posix(String name, String member) {
    return """
        dn: cn=%s,%s
        objectClass: posixGroup
        cn: %s
        gidNumber: 1%d
        memberUid: %s
        """
        .formatted(name, GROUPS, name, Math.abs(name.hashCode() % 1000), member);
  }

  private static String names(String name, String attribute, String member) {
    String type = attribute.equals("member") ? "groupOfNames" : "groupOfUniqueNames";
    return "dn: cn=%s,%s\nobjectClass: %s\ncn: %s\n%s: %s\n"
        .formatted(name, GROUPS, type, name, attribute, member);
  }

  @AfterEach
  void stop() {
    directory.close();
  }

  private static String group(String name) {
    return "cn=" + name + "," + GROUPS;
  }

  private LdapAuthConfigBuilder config(GroupLookup groups) {
    return Directories.config(directory).groups(groups);
  }

  private Groups groupsOf(String username, GroupLookup groups) {
    try (var authenticator = LdapAuthenticator.create(config(groups).build())) {
      return yes(authenticator.authenticate(username, "wonderland")).ldapUser().groups();
    }
  }

  @Test
  void groupsOfBothLookupsAreFound() {
    GroupLookup direct = GroupLookup.search(GROUPS, GroupType.groupOfNames());

    assertThat(groupsOf("alice", direct.plus(POSIX)).names()).containsExactly("shell", "staff");
    assertThat(groupsOf("alice", POSIX.plus(direct)).names()).containsExactly("shell", "staff");
  }

  @Test
  void nestedGroupsAreFoundAroundGroupsOfTheOtherLookup() {
    assertThat(groupsOf("alice", BY_DN.plus(POSIX)).names())
        .containsExactly("admins", "holders", "shell", "staff");
    assertThat(groupsOf("alice", POSIX.plus(BY_DN).plus(UNIQUE)).names())
        .containsExactly("admins", "around", "holders", "loop", "shell", "staff", "unique");
  }

  @Test
  void groupOfEitherLookupDenies() {
    for (String name : List.of("staff", "admins", "shell", "holders", "unique", "loop")) {
      var config = config(BY_DN.plus(POSIX).plus(UNIQUE)).deny(memberOf(group(name)));
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
        yes(authenticator.authenticate("bob", "builder"));
        yes(authenticator.authenticate("bob", "builder"));
        assertThat(authenticator.findProblems()).isEmpty();
      }
    }
  }

  @Test
  void severalGroupsUnderRulesAreChecked() {
    var config = config(BY_DN.plus(POSIX));
    for (String name : List.of("staff", "admins", "shell", "holders")) {
      config.deny(memberOf(group(name)));
    }
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));
      directory.forgetOperations();
      yes(authenticator.authenticate("bob", "builder"));
      assertThat(directory.operations().searches()).hasSize(1 + 1 + 1 + 1 + 1);
    }
  }

  @Test
  void groupThatNoLookupReadsIsUnknown() {
    var rule = memberOf(group("unique"));
    try (var authenticator =
        LdapAuthenticator.create(config(BY_DN.plus(POSIX)).deny(rule).build())) {
      var rejected =
          no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);

      assertThat(rejected.detail()).contains("names its members by uniqueMember");
      assertThat(authenticator.findProblems()).singleElement().asString().contains("uniqueMember");
    }
  }

  /** A search for direct members finds the group, but memberOf should show nested ones too. */
  @Test
  void nestedGroupThatOneLookupMissesIsUnknownBesideOtherRulesToo() {
    directory.user("alice").attribute("memberOf", STAFF);
    directory.user("svc").attribute("memberOf", group("services"));
    GroupLookup lookup =
        GroupLookup.search(GROUPS, GroupType.groupOfNames()).plus(GroupLookup.memberOf());
    for (var config :
        List.of(
            config(lookup).deny(memberOf(ADMINS)),
            config(lookup).deny(memberOf(ADMINS)).deny(memberOf(group("services"))))) {
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        var rejected =
            no(
                authenticator.authenticate("alice", "wonderland"),
                RejectionReason.MEMBERSHIP_UNKNOWN);

        assertThat(rejected.detail()).contains("contains the group " + STAFF);
      }
    }
  }

  /** A search for DNs finds the group, but user names in it may not be searched. */
  @Test
  void groupThatOneLookupMayNotSearchIsUnknownBesideOtherRulesToo() {
    directory.group("shell").attribute("objectClass", "posixGroup", "groupOfNames");
    directory.group("shell").attribute("member", SERVICE);
    directory.faults().every(Type.SEARCH).withFilter("(memberUid=").answers(0, "");
    for (var config :
        List.of(
            config(BY_DN.plus(POSIX)).deny(memberOf(group("shell"))),
            config(BY_DN.plus(POSIX))
                .deny(memberOf(group("shell")))
                .deny(memberOf(group("services"))))) {
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        var rejected =
            no(
                authenticator.authenticate("alice", "wonderland"),
                RejectionReason.MEMBERSHIP_UNKNOWN);

        assertThat(rejected.detail()).endsWith(group("shell") + " cannot be searched by memberUid");
      }
    }
  }

  @Test
  void missingGroupIsUnknown() {
    var config = config(BY_DN.plus(POSIX)).deny(memberOf(group("none")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
    }
  }

  @Test
  void groupOutsideBothLookupsIsAMistake() {
    GroupLookup other = GroupLookup.search("ou=teams,dc=example,dc=com", GroupType.groupOfNames());
    config(POSIX.plus(other)).require(memberOf(group("shell"))).build();
    config(POSIX.plus(other)).require(memberOf("cn=x,ou=teams,dc=example,dc=com")).build();

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () -> config(POSIX.plus(other)).require(memberOf("cn=x,dc=example,dc=com")).build())
        .withMessageContaining("ou=groups")
        .withMessageContaining("ou=teams");
  }

  @Test
  void mistakesOfBothLookupsAreReported() {
    GroupLookup bad =
        GroupLookup.search("x", GroupType.posixGroup()).plus(GroupLookup.memberOf(" "));

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> config(bad).build())
        .withMessageContaining("GroupLookup.search base")
        .withMessageContaining("GroupLookup.memberOf");
  }

  @Test
  void limitOfOneLookupFailsTheSignIn() {
    GroupLookup few = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()).maxGroups(1);

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> groupsOf("alice", few.plus(POSIX)))
        .withMessageContaining("more than 1 groups");
  }

  @Test
  void groupRenamedBeforeItsContainersAreSearchedIsFoundAgain() throws Exception {
    try (var authenticator = LdapAuthenticator.create(config(POSIX.plus(BY_DN)).build())) {
      var held =
          directory
              .faults()
              .next(Type.SEARCH)
              .withFilter("(member=" + group("shell") + ")")
              .holds();
      var signIn =
          CompletableFuture.supplyAsync(() -> authenticator.authenticate("alice", "wonderland"));
      held.awaitArrival();
      directory.delete("holders");
      directory.delete("shell");
      held.release();

      Groups groups = yes(signIn.get()).ldapUser().groups();
      assertThat(groups.names()).containsExactly("admins", "staff");
      assertThat(groups.contains(Dn.parse(group("shell")))).isEqualTo(Answer.NO);
    }
  }

  @Test
  void flagsAndMirrorsSeeTheGroupsOfBothLookups() {
    AccountStore store = new AccountStore();
    try (var authenticator =
        LdapAuthenticator.builder(config(BY_DN.plus(POSIX)).build(), store)
            .flag(memberOf(group("shell")).and(memberOf(group("staff"))), Account::setStaff)
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().staff).isTrue();
    }
  }

  @Test
  void costIsThatOfBothLookups() {
    GroupLookup direct = GroupLookup.search(GROUPS, GroupType.groupOfNames());
    try (var authenticator = LdapAuthenticator.create(config(direct.plus(POSIX)).build())) {
      yes(authenticator.authenticate("bob", "builder"));
      directory.forgetOperations();
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(directory.operations().requests())
          .extracting(Operation::type)
          .containsExactly(Type.SEARCH, Type.BIND, Type.SEARCH, Type.SEARCH);
    }
  }
}

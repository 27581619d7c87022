// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type of group finds its members. */
class GroupsTest extends GroupsOfUsers {

  @ParameterizedTest
  @MethodSource("types")
  void eachTypeReadsItsOwnAttribute(GroupType type, Set<String> expected) {
    assertThat(names(GroupLookup.search(GROUPS, type), "carol")).isEqualTo(expected);
  }

  @Test
  void userWithoutPosixAttributesCostsNoSearch() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})");
    var config =
        Directories.config(directory, byMail)
            .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.lookup("nobody@example.com").orElseThrow().groups().dns()).isEmpty();
      assertThat(directory.operations().searches()).hasSize(1);
    }
  }

  @Test
  void oddNamesSurviveEveryEscaping() {
    var groups = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    assertThat(names(groups, "odd")).containsExactly("around odd", "odd group, (one)*");
  }

  @Test
  void nestedGroupsAreFollowedAcrossAllBases() {
    GroupSearchLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());

    assertThat(names(groups, "carol")).doesNotContain("outside");
    assertThat(names(groups.alsoBelow("ou=more," + PEOPLE), "carol"))
        .containsExactly("chicken", "egg", "outside");
  }

  @Test
  void filterScopeAndNameAttributeNarrowTheSearch() {
    GroupSearchLookup groups = GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames());

    assertThat(names(groups.scope(SearchScope.ONE_LEVEL), "alice")).isEmpty();
    assertThat(names(groups.filter("(cn=nobody*)"), "alice")).isEmpty();
    assertThat(names(groups.filter("(objectClass=groupOfNames)"), "alice"))
        .containsExactly("staff");
    assertThat(names(groups.nameAttribute("ou"), "bob")).containsExactly("x");
  }

  @Test
  void groupWithoutNameCounts() {
    try (var authenticator = authenticator(GroupLookup.search(GROUPS, GroupType.groupOfNames()))) {
      var groups = authenticator.lookup("bob").orElseThrow().groups();
      assertThat(groups.names()).isEmpty();
      assertThat(groups.dns()).hasSize(1);
    }
  }

  @Test
  void groupsNestedTooDeepFailTheSignIn() {
    var shallow = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(1));
    try (var authenticator = authenticator(shallow)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("deeper than 1 levels")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
    }
  }

  @Test
  void tooManyGroupsFailTheSignIn() {
    var few = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()).maxGroups(1);
    try (var authenticator = authenticator(few)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS));
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @Test
  void onlyTheNameOfAGroupIsRead() {
    names(GroupLookup.search(GROUPS, GroupType.groupOfNames()), "alice");
    assertThat(directory.operations().searches())
        .last()
        .extracting(Operation::attributes)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly("cn");
  }

  @Test
  void oneSearchCoversAHundredGroupsOfALevel() {
    var builder = Directories.people();
    for (int i = 0; i < 150; i++) {
      builder.group("g" + i, group -> group.members("bob"));
    }
    try (var large = builder.group("top", group -> group.members("g149")).start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(large)
                    .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()))
                    .build())) {
      LdapUser bob = yes(authenticator.authenticate("bob", "builder")).ldapUser();

      assertThat(bob.groups().dns()).hasSize(151);
      assertThat(large.operations().searches()).hasSize(1 + 1 + 2 + 1);
    }
  }

  @Test
  void ownGroupTypeFindsGroups() {
    GroupType byMail =
        new GroupType() {
          @Override
          public Set<String> userAttributes() {
            return Set.of("mail");
          }

          @Override
          public List<LdapEntry> find(LdapEntry user, GroupSearch groups) {
            String mail = user.attributes().first("mail").orElseThrow();
            return groups.matching(
                LdapFilter.equal("cn", mail.startsWith("alice") ? "staff" : "*"));
          }
        };
    GroupLookup groups = GroupLookup.search(GROUPS, byMail);

    assertThat(names(groups, "alice")).containsExactly("staff");
    assertThat(names(groups, "bob")).isEmpty();
  }

  @Test
  void typeThatReturnsNullIsNamed() {
    for (List<LdapEntry> answer :
        Arrays.<List<LdapEntry>>asList(nothing(), Collections.singletonList(nothing()))) {
      GroupType careless = (user, groups) -> answer;
      var config =
          Directories.config(directory).groups(GroupLookup.search(GROUPS, careless)).build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        assertThatNullPointerException()
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .withMessageStartingWith("GroupType.find of " + getClass().getName())
            .withMessageEndingWith(" returned null");
      }
    }
  }

  @Test
  void memberOfIsReadBesideOtherAttributes() {
    directory.user("alice").attribute("seeAlso", Directories.STAFF);
    var config =
        Directories.config(directory).groups(GroupLookup.memberOf("seeAlso")).attributes("sn");
    try (var authenticator =
            LdapAuthenticator.create(
                config.deny(memberOf(Directories.ADMINS)).hiddenGroupsDenyNobody().build());
        var staffless =
            LdapAuthenticator.create(config.deny(memberOf(Directories.STAFF)).build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(alice.groups().isComplete()).isTrue();
      no(staffless.authenticate("alice", "wonderland"), RejectionReason.DENIED);
    } finally {
      directory.user("alice").attribute("seeAlso");
    }
  }

  @Test
  void attributesOfTheGroupTypeAreAlwaysRead() {
    var config =
        Directories.config(directory)
            .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()))
            .attributes("sn");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.lookup("carol").orElseThrow().groups().names())
          .containsExactly("listed", "primary");
    }
  }
}

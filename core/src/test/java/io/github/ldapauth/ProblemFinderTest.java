// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static io.github.ldapauth.testkit.Operation.Type.UNBIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps sign-ins and look-ups from working, found before they fail. */
class ProblemFinderTest extends ProblemFinderStories {

  @Test
  void workingConfigurationHasNoProblems() {
    List<SignInEvent> events = new ArrayList<>();
    try (CapturedLog log = new CapturedLog();
        var authenticator =
            LdapAuthenticator.builder(
                    Directories.staffOnly(directory).deny(not(memberOf(ADMINS))).build(),
                    new AccountStore())
                .flag(memberOf(ADMINS), Account::setStaff)
                .mirrorGroups(
                    GroupMirror.byDn(Map.of(STAFF, "staff")), Account::groups, Account::setGroups)
                .onOutcome(events::add)
                .build()) {
      assertThat(authenticator.findProblems()).isEmpty();

      assertThat(events).isEmpty();
      assertThat(log.lines(LdapAuthenticator.class)).isEmpty();
    }
    for (int i = 0; i < 2; i++) {
      long opened = i;
      directory.awaitOperation(done -> done.type() == UNBIND && done.connection() == opened);
    }
    assertThat(directory.operations().binds()).hasSize(1);
    assertThat(directory.operations().binds(SERVICE)).hasSize(1);
    assertThat(directory.operations().changes()).isEmpty();
    assertThat(directory.operations().connects()).hasSize(2);
    assertThat(directory.operations().unbinds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 48, 50, 53})
  void anonymousSearchesThatAreRefusedAreAProblem(int resultCode) {
    directory.faults().every(SEARCH).answers(resultCode, "bind first");

    assertThat(problems(anonymous(Directories.byUid())))
        .singleElement()
        .asString()
        .startsWith("UserLookup.search base \"" + PEOPLE + "\": FIND_USER at ")
        .contains(ANONYMOUSLY)
        .endsWith("(" + resultCode + "): bind first");
    assertThat(problems(anonymous(UserLookup.dnTemplate("uid={username}," + PEOPLE))))
        .singleElement()
        .asString()
        .startsWith("UserLookup.dnTemplate \"uid={username}," + PEOPLE + "\": READ_USER at ")
        .contains("set serviceAccount(...), or readAsUser()")
        .endsWith("(" + resultCode + "): bind first");
  }

  @Test
  void everySearchBaseHasToBeThere() {
    var users = Directories.byUid().or(UserLookup.search(NOWHERE, "(mail={username})"));
    var groups = GroupLookup.search("o=else", GroupType.groupOfNames()).alsoBelow(GROUPS);
    directory.faults().next(SEARCH).as(GROUPS).answers(50, "not for you");

    assertThat(
            problems(Directories.config(directory, users.usernameAttribute("uid")).groups(groups)))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("UserLookup.search base \"" + NOWHERE + "\": FIND_USER at ")
                    .contains("(32)"),
            line ->
                assertThat(line)
                    .startsWith("GroupLookup.search base \"o=else\": READ_GROUPS at ")
                    .contains("(32)"),
            line ->
                assertThat(line)
                    .startsWith("GroupLookup.search base \"" + GROUPS + "\": READ_GROUPS at ")
                    .endsWith("(50): not for you"));
  }

  /** As access rules may have it, in 389 Directory Server for example. */
  @Test
  void searchBaseMayBeUnreadable() {
    directory.faults().every(SEARCH).withFilter("(objectClass=*)").answers(0, "");

    assertThat(problems(Directories.withGroups(directory))).isEmpty();
  }

  @Test
  void everyGroupThatIsNamedHasToBeThere() {
    var config =
        Directories.staffOnly(directory)
            .require(memberOf("cn=stuff," + GROUPS).or(memberOf(STAFF)))
            .deny(memberOf("cn=suspended," + GROUPS));
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), new AccountStore())
            .flag(not(memberOf("cn=Stuff," + GROUPS)), Account::setStaff)
            .mirrorGroups(
                GroupMirror.byDn(Map.of("cn=writers," + GROUPS, "authors")),
                Account::groups,
                Account::setGroups)
            .build()) {
      String missing = ": is not there, or cannot be seen (at " + directory.hostAndPort();

      assertThat(authenticator.findProblems())
          .containsExactly(
              "require, flag memberOf \"cn=stuff," + GROUPS + "\"" + missing + ")",
              "deny memberOf \"cn=suspended," + GROUPS + "\"" + missing + ")",
              "mirrorGroups memberOf \"cn=writers," + GROUPS + "\"" + missing + ")");
    }
  }

  @Test
  void attributesThatTheSchemaDoesNotKnowAreProblems() {
    var config = Directories.config(directory).attributes("mail", "givenNme;lang-en", "*", "+");
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), new AccountStore())
            .attribute("sirname", Account::setLastName)
            .attribute("CommonName", Account::setFirstName)
            .keyedByAttribute("emplyeeNumber")
            .build()) {
      String unknown = ": the schema of the directory does not know [";
      String end = "] (at " + directory.hostAndPort() + ")";

      assertThat(authenticator.findProblems())
          .containsExactly(
              "attributes" + unknown + "givenNme;lang-en" + end,
              "attribute" + unknown + "sirname" + end,
              "keyedByAttribute" + unknown + "emplyeeNumber" + end);
    }
  }

  @Test
  void groupOutsideTheFilterIsNotFound() {
    var groups = GroupLookup.search(GROUPS, GroupType.groupOfNames()).filter("(!(cn=staff))");

    assertThat(problems(Directories.config(directory).groups(groups).require(memberOf(STAFF))))
        .singleElement()
        .asString()
        .startsWith("require memberOf \"" + STAFF + "\": does not match the filter (!(cn=staff))");
  }

  @ParameterizedTest
  @MethodSource("typesOfOtherGroups")
  void groupOfAnotherTypeIsAProblem(GroupType type, String attribute) {
    var config =
        Directories.config(directory)
            .groups(GroupLookup.search(GROUPS, type))
            .deny(memberOf(STAFF));

    assertThat(problems(config))
        .containsExactly(
            "deny memberOf \"%s\": names its members by member, and is searched by %s (at %s)"
                .formatted(STAFF, attribute, directory.hostAndPort()));
  }

  @Test
  void memberAttributeThatTheServerDoesNotKnowIsAProblem() {
    var config =
        Directories.config(directory)
            .groups(GroupLookup.search(GROUPS, GroupType.memberDn("membr").nested()))
            .deny(memberOf(STAFF));

    assertThat(problems(config))
        .containsExactly(
            "deny memberOf \"%s\": cannot be searched by membr (at %s)"
                .formatted(STAFF, directory.hostAndPort()));
  }

  static Stream<Arguments> typesOfOtherGroups() {
    return Stream.of(
        arguments(GroupType.groupOfUniqueNames(), "uniqueMember"),
        arguments(GroupType.memberDn("owner").nested(), "owner"),
        arguments(GroupType.posixGroup(), "memberUid"));
  }

  @Test
  void aGroupWithoutMembersIsNoProblem() {
    directory.group("staff").remove("alice");

    assertThat(problems(Directories.withGroups(directory).deny(memberOf(STAFF)))).isEmpty();
    assertThat(problems(Directories.withGroups(directory).deny(memberOf(ADMINS)))).isEmpty();
  }

  @Test
  void aGroupThatMayNotBeReadIsAProblemOfItsOwn() {
    directory.faults().next(SEARCH).as(STAFF).answers(50, "not for you");

    assertThat(problems(Directories.staffOnly(directory).deny(memberOf("cn=gone," + GROUPS))))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("require memberOf \"" + STAFF + "\": cannot be read: READ_GROUPS"),
            line -> assertThat(line).startsWith("deny memberOf \"cn=gone," + GROUPS));
  }

  private LdapAuthConfigBuilder asPerson(UserLookup users, @Nullable String account) {
    var config =
        anonymous(users)
            .groups(GroupLookup.search(NOWHERE, GroupType.groupOfNames()))
            .deny(memberOf("cn=gone," + NOWHERE))
            .readAsUser();
    return account == null ? config : config.serviceAccount(account, "service secret");
  }

  @Test
  void dataThatOnlyTheUserReadsIsNotChecked() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    var byName = UserLookup.bindName("{username}@example.com", Directories.byUid());

    assertThat(problems(asPerson(template, null))).isEmpty();
    assertThat(directory.operations().requests()).isEmpty();
    assertThat(problems(asPerson(byName, null))).isEmpty();
    assertThat(directory.operations().searches()).extracting(Operation::dn).containsExactly("");
    assertThat(problems(asPerson(Directories.byUid(), SERVICE))).isEmpty();
  }

  @Test
  void lookupSettingsAreCheckedIfOnlyLookupsUseTheAccount() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    var byName =
        UserLookup.bindName(
            "{username}@example.com", UserLookup.search(NOWHERE, "(uid={username})"));

    assertThat(problems(asPerson(template, SERVICE)))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("GroupLookup.search", "deny");
    assertThat(problems(asPerson(byName, SERVICE)))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("UserLookup.search", "GroupLookup.search", "deny");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator is told before anybody signs in. */
class ProblemFinderTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String NOWHERE = "ou=nowhere,dc=example,dc=com";
  private static final String ANONYMOUSLY =
      ": searched anonymously, as there is no serviceAccount(...): ";

  private final TestDirectory directory = Directories.people().start();
  private final TestDirectory other = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
    other.close();
  }

  private static List<String> problems(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return authenticator.findProblems();
    }
  }

  /** Searches both directories as the service account. */
  private LdapAuthConfigBuilder both(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid())
        .serviceAccount(SERVICE, "service secret");
  }

  private LdapServer bothAddresses() {
    return LdapServer.url(directory.url(), other.url());
  }

  private LdapAuthConfigBuilder anonymous(UserLookup users) {
    return LdapAuthConfig.builder(LdapServer.url(directory.url()), users);
  }

  @Test
  void aConfigurationThatWorksHasNoProblemsAndLookingIsNoSignIn() {
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
    assertThat(directory.operations().binds()).hasSize(1);
    assertThat(directory.operations().binds(SERVICE)).hasSize(1);
    assertThat(directory.operations().changes()).isEmpty();
    assertThat(directory.operations().connects()).hasSize(2);
    assertThat(directory.operations().unbinds()).hasSize(2);
  }

  @Test
  void everyAddressOfEveryServerIsAsked() {
    try (var dead = Directories.people().start();
        var gone = Directories.people().start()) {
      dead.stop();
      gone.stop();
      var config =
          both(LdapServer.url(directory.url(), dead.url()))
              .server("tokyo", LdapServer.url(gone.url(), other.url()));

      assertThat(problems(config))
          .containsExactly(
              "LdapServer: CONNECT at "
                  + dead.hostAndPort()
                  + ": connect error (91): ConnectException: Connection refused",
              "server tokyo LdapServer: CONNECT at "
                  + gone.hostAndPort()
                  + ": connect error (91): ConnectException: Connection refused");
      assertThat(directory.operations().binds(SERVICE)).hasSize(1);
      assertThat(other.operations().binds(SERVICE)).hasSize(1);
    }
  }

  @Test
  void aDirectoryThatIsDownIsAProblemUntilItIsBack() {
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      directory.stop();
      assertThat(authenticator.findProblems()).hasSize(1);
      directory.start();
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void aCertificateThatIsWrongOnTheSecondAddressIsAProblem() {
    TestCertificates named = TestCertificates.forHosts("127.0.0.1");
    try (var good = Directories.people().tls(named).start();
        var bad = Directories.people().tls(TestCertificates.forHosts("127.0.0.1")).start()) {
      LdapServer server =
          LdapServer.ldaps(good.ldapsHostAndPort(), bad.ldapsHostAndPort())
              .sslContext(named.clientContext());

      assertThat(problems(both(server)))
          .singleElement()
          .asString()
          .startsWith("LdapServer: TLS at " + bad.ldapsHostAndPort() + ": ");
      assertThat(bad.operations().requests()).isEmpty();
    }
  }

  @Test
  void aWrongServicePasswordIsSentOnceHoweverOftenItIsLookedFor() {
    var config = both(bothAddresses()).serviceAccount(SERVICE, "old secret");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith(
              "serviceAccount: SERVICE_BIND at "
                  + directory.hostAndPort()
                  + ": "
                  + SERVICE
                  + " could not bind: invalid credentials (49): ")
          .doesNotContain("old secret");
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .contains("invalid credentials (49)", "not tried again for");
    }
    assertThat(directory.operations().binds()).hasSize(1);
    assertThat(other.operations().binds()).isEmpty();
    assertThat(other.operations().connects()).hasSize(2);
  }

  @Test
  void aWrongServicePasswordIsSentToNoFurtherServer() {
    var config =
        both(LdapServer.url(directory.url()))
            .server("oslo", LdapServer.url(other.url()))
            .serviceAccount(SERVICE, "old secret");

    assertThat(problems(config)).singleElement().asString().startsWith("serviceAccount: ");
    assertThat(directory.operations().binds()).hasSize(1);
    assertThat(other.operations().binds()).isEmpty();
  }

  @Test
  void whatOneAddressRefusesKeepsNobodyFromSigningInAtTheOther() {
    other.user("svc").password("not yet rotated");
    try (var authenticator = LdapAuthenticator.create(both(bothAddresses()).build())) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("serviceAccount: SERVICE_BIND at " + other.hostAndPort());

      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void aServiceAccountThatGetsNoAnswerAtOneAddressIsTriedAtTheNext() {
    directory.faults().next(BIND).closesConnection();
    other.faults().next(BIND).answers(53, "inactivated");

    assertThat(problems(both(bothAddresses())))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("serviceAccount: ").contains("(81)"),
            second -> assertThat(second).startsWith("serviceAccount: ").endsWith("inactivated"));
    assertThat(directory.operations().binds()).hasSize(1);
  }

  @Test
  void aPasswordThatCannotBeHadIsAProblem() {
    var config =
        Directories.config(directory)
            .serviceAccount(
                SERVICE,
                () -> {
                  throw new IllegalStateException("vault is sealed");
                });

    assertThat(problems(config))
        .singleElement()
        .asString()
        .startsWith("serviceAccount: ")
        .endsWith("vault is sealed");
    assertThat(directory.operations().binds()).isEmpty();
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
        .contains("call serviceAccount(...), or readAsUser()")
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
  void aSearchBaseThatShowsNothingOfItselfIsGoodEnough() {
    directory.faults().every(SEARCH).answers(0, "");

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
  void aGroupThatTheFilterPassesOverIsNotFound() {
    var groups = GroupLookup.search(GROUPS, GroupType.groupOfNames()).filter("(!(cn=staff))");

    assertThat(problems(Directories.config(directory).groups(groups).require(memberOf(STAFF))))
        .singleElement()
        .asString()
        .startsWith("require memberOf \"" + STAFF + "\": does not match the filter of search(");
  }

  @ParameterizedTest
  @MethodSource("typesOfOtherGroups")
  void aGroupThatNamesItsMembersInAnotherWayIsAProblem(GroupType type, String attribute) {
    var config =
        Directories.config(directory)
            .groups(GroupLookup.search(GROUPS, type))
            .deny(memberOf(STAFF));

    assertThat(problems(config))
        .containsExactly(
            "deny memberOf \"%s\": names its members by member, and is searched by %s (at %s)"
                .formatted(STAFF, attribute, directory.hostAndPort()));
  }

  static Stream<Arguments> typesOfOtherGroups() {
    return Stream.of(
        arguments(GroupType.groupOfUniqueNames(), "uniqueMember"),
        arguments(GroupType.memberDn("membr").nested(), "membr"),
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
  void whatOnlyThePersonReadsIsNotJudged() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    var byName = UserLookup.bindName("{username}@example.com", Directories.byUid());

    assertThat(problems(asPerson(template, null))).isEmpty();
    assertThat(problems(asPerson(byName, null))).isEmpty();
    assertThat(directory.operations().requests()).isEmpty();
    assertThat(problems(asPerson(Directories.byUid(), SERVICE))).isEmpty();
  }

  @Test
  void whatALookUpReadsIsJudgedWhereOnlyLookUpsUseTheServiceAccount() {
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

  @Test
  void anAddressThatDoesNotAnswerIsNotAskedMore() {
    LdapServer impatient = bothAddresses().responseTimeout(SHORT);
    directory.faults().every(SEARCH).neverAnswers();
    var config = both(impatient).groups(GroupLookup.search(NOWHERE, GroupType.groupOfNames()));

    assertThat(problems(config))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("UserLookup.search base \"" + PEOPLE + "\": ")
                    .contains(directory.hostAndPort(), "(85)"),
            line ->
                assertThat(line)
                    .startsWith("GroupLookup.search base \"" + NOWHERE + "\": ")
                    .contains(other.hostAndPort(), "(32)"));
  }

  /** The limits of single requests are far away, so that nothing else can end it. */
  @Test
  @Timeout(60)
  void eachAddressMayTakeAsLongAsASignIn() {
    directory.faults().every().neverAnswers();
    other.faults().every().neverAnswers();
    var config = both(bothAddresses().responseTimeout(Duration.ofHours(1))).timeLimit(SHORT);

    assertThat(problems(config))
        .hasSize(2)
        .allMatch(line -> line.startsWith("serviceAccount: ") && line.contains("(85)"));
  }
}

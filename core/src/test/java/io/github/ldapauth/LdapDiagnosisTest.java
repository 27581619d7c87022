// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.LdapDiagnosis.Step.FIND_USER;
import static io.github.ldapauth.LdapDiagnosis.Step.READ_GROUPS;
import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.LdapDiagnosis.Status;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.Groups;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sign-in, told step by step. */
class LdapDiagnosisTest {

  private final TestDirectory directory = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private static LdapDiagnosis diagnose(
      LdapAuthConfigBuilder config, String username, @Nullable String password) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return LdapDiagnosis.run(authenticator, username, password, List.of());
    }
  }

  private LdapAuthConfigBuilder nested() {
    return Directories.config(directory)
        .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()));
  }

  private static Check only(LdapDiagnosis diagnosis, Step step) {
    List<Check> checks = diagnosis.checks().stream().filter(c -> c.step() == step).toList();
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  private static String line(Check check) {
    return check.status() + " " + check.step() + " " + check;
  }

  @Test
  void signInIsReportedStepByStep() {
    var config = nested().require(memberOf(STAFF)).deny(memberOf(ADMINS));
    List<SignInEvent> events = new ArrayList<>();
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), new AccountStore())
            .attribute("givenName", Account::setFirstName)
            .attribute("title", Account::setLastName)
            .flag(memberOf(ADMINS), Account::setStaff)
            .mirrorGroups(
                GroupMirror.byDn(Map.of(STAFF, "staff")), Account::groups, Account::setGroups)
            .onOutcome(events::add)
            .build()) {
      LdapDiagnosis diagnosis =
          LdapDiagnosis.run(authenticator, "alice", "wonderland", List.of(memberOf(ADMINS)));

      String at = directory.hostAndPort();
      assertThat(diagnosis.checks())
          .extracting(LdapDiagnosisTest::line)
          .startsWith(
              "PASSED CONNECT LdapServer: connected to " + at,
              "PASSED SERVICE_BIND serviceAccount: works at " + at,
              "PASSED SERVER_KIND LdapServer: the server is of an unknown kind (at " + at + ")",
              "PASSED USER_BASE UserLookup.search base \"" + PEOPLE + "\": works at " + at,
              "PASSED READ_USER attribute: the schema knows [givenName, title] (at " + at + ")",
              "PASSED GROUP_BASE GroupLookup.search base \"" + GROUPS + "\": works at " + at,
              "PASSED NAMED_GROUP require, mirrorGroups memberOf \"" + STAFF + "\": works at " + at,
              "PASSED NAMED_GROUP deny, flag, role memberOf \"" + ADMINS + "\": works at " + at,
              "PASSED USER_NAME \"alice\"",
              "PASSED FIND_USER UserLookup.search filter: found " + ALICE,
              "PASSED USER_BIND accepted: 0",
              "WARNING READ_USER attributes: " + ALICE + " shows no title",
              "PASSED ACCOUNT may sign in",
              "PASSED READ_GROUPS GroupLookup.search: in 2 groups",
              "PASSED REQUIRE require (group=" + STAFF + "): yes",
              "FAILED DENY deny (group=" + ADMINS + "): yes",
              "PASSED FLAG flag (group=" + ADMINS + "): yes",
              "PASSED MIRROR mirrorGroups: sets [staff]",
              "PASSED ROLE role (group=" + ADMINS + "): yes",
              "PASSED STORE_KEY \"alice\"");
      assertThat(only(diagnosis, Step.READ_GROUPS).evidence())
          .contains(
              STAFF + ": uid=alice \u2192 cn=staff",
              ADMINS + ": uid=alice \u2192 cn=staff \u2192 cn=admins");
      assertThat(only(diagnosis, Step.FIND_USER).evidence())
          .anyMatch(line -> line.contains("filter=\"(uid=alice)\": code=0 entries=1"));
      assertThat(only(diagnosis, Step.TIME).evidence().get(0))
          .contains("8 round trips", "15000 ms");
      assertThat(diagnosis.firstFailure()).contains(only(diagnosis, Step.DENY));
      assertThat(diagnosis.ldapUser()).map(LdapUser::username).contains("alice");
    }
    assertThat(events).isEmpty();
    assertThat(directory.operations().binds(ALICE)).hasSize(1);
    assertThat(directory.operations().changes()).isEmpty();
  }

  @Test
  void missingNestedIsNamedAtTheGroupThatTheRuleNeeds() {
    GroupLookup direct = GroupLookup.search(GROUPS, GroupType.groupOfNames());
    GroupLookup posix = GroupLookup.search(GROUPS, GroupType.posixGroup());
    for (GroupLookup lookup : List.of(direct, posix.plus(direct))) {
      var config = Directories.config(directory).groups(lookup).require(memberOf(ADMINS));

      Check rule = only(diagnose(config, "alice", "wonderland"), Step.REQUIRE);

      assertThat(rule.evidence())
          .contains(
              "no: "
                  + ADMINS
                  + ": uid=alice \u2192 cn=staff \u2192 cn=admins; nested groups are not searched"
                  + " without GroupType.nested()");
    }
  }

  @ParameterizedTest
  @CsvSource({"20200101000000Z, WARNING", "000001010000Z, FAILED"})
  void lockWithATimeMayBeOver(String lockedAt, Status expected) {
    directory.user("alice").attribute("pwdAccountLockedTime", lockedAt);
    var config =
        Directories.config(directory).accountAttributes(List.of(AccountAttributes.PASSWORD_POLICY));

    Check account = only(diagnose(config, "alice", null), Step.ACCOUNT);

    assertThat(account.status()).isEqualTo(expected);
  }

  @Test
  void passwordIsSentOnceAndNeverShown() {
    LdapDiagnosis diagnosis = diagnose(nested(), "alice", "not hers");

    assertThat(diagnosis.firstFailure()).map(Check::step).contains(Step.USER_BIND);
    assertThat(only(diagnosis, Step.READ_GROUPS).status()).isEqualTo(Status.PASSED);
    assertThat(diagnosis.toString())
        .contains("INVALID_CREDENTIALS")
        .doesNotContain("not hers", "service secret", "wonderland", "alice@example.com");
    assertThat(directory.operations().binds(ALICE)).hasSize(1);
  }

  @Test
  void withoutPasswordThereIsNoBind() {
    LdapDiagnosis diagnosis = diagnose(nested(), "alice", null);

    assertThat(diagnosis.firstFailure()).isEmpty();
    assertThat(line(only(diagnosis, Step.USER_BIND)))
        .isEqualTo("SKIPPED USER_BIND because no password was given");
    assertThat(directory.operations().binds(ALICE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t", "ali\u0000ce"})
  void unusableNameIsNotSearchedFor(String username) {
    LdapDiagnosis diagnosis = diagnose(nested(), username, "wonderland");

    assertThat(diagnosis.firstFailure()).map(Check::step).contains(Step.USER_NAME);
    assertThat(diagnosis.checks()).noneMatch(check -> check.step() == Step.FIND_USER);
  }

  @Test
  void emptyPasswordIsNotSent() {
    LdapDiagnosis diagnosis = diagnose(nested(), "alice", "");

    assertThat(diagnosis.firstFailure())
        .map(LdapDiagnosisTest::line)
        .contains("FAILED USER_BIND INVALID_PASSWORD: the password is empty");
    assertThat(directory.operations().binds(ALICE)).isEmpty();
  }

  @Test
  void passwordIsNotSentIfNoServerWorks() {
    LdapDiagnosis diagnosis =
        diagnose(nested().serviceAccount(SERVICE, "old secret"), "alice", "wonderland");

    assertThat(diagnosis.firstFailure()).map(Check::step).contains(Step.SERVICE_BIND);
    assertThat(line(only(diagnosis, Step.FIND_USER)))
        .isEqualTo("SKIPPED FIND_USER because no server works");
    assertThat(line(only(diagnosis, Step.USER_BASE)))
        .endsWith("because a step before failed at " + directory.hostAndPort());
    assertThat(directory.operations().binds(ALICE)).isEmpty();
    assertThat(directory.operations().binds(SERVICE)).hasSize(1);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("searchesForNobody")
  void hintSaysWhyUserIsNotFound(UserLookup users, String username, String hint) {
    Check check = only(diagnose(Directories.config(directory, users), username, null), FIND_USER);

    assertThat(check.status()).isEqualTo(Status.FAILED);
    assertThat(check.evidence().get(0)).contains("USER_NOT_FOUND: no entry matches (");
    assertThat(check.hint()).contains(hint);
  }

  static Stream<Arguments> searchesForNobody() {
    String below = "dc=example,dc=com";
    return Stream.of(
        arguments(
            UserLookup.search(below, "(uid={username})").scope(SearchScope.ONE_LEVEL),
            "alice",
            ALICE
                + " matches, but is not directly below "
                + below
                + "; check UserLookup.search scope"),
        arguments(
            UserLookup.search(PEOPLE, "(sAMAccountName={username})"),
            "alice",
            ALICE
                + " has this name as its uid, but does not match the filter; check"
                + " UserLookup.search filter"),
        arguments(
            UserLookup.search(GROUPS, "(uid={username})"),
            "alice",
            ALICE
                + " has this name as its uid, but is not below ["
                + GROUPS
                + "]; check UserLookup.search base"));
  }

  @Test
  void unknownUserNeedsNoHint() {
    assertThat(only(diagnose(nested(), "nobody", null), FIND_USER).hint()).isEmpty();
  }

  @Test
  void groupsThatNameTheUserOtherwiseAreShown() {
    var byOther = GroupLookup.search(GROUPS, GroupType.groupOfUniqueNames());
    Check check =
        only(diagnose(Directories.config(directory).groups(byOther), "alice", null), READ_GROUPS);

    assertThat(line(check)).isEqualTo("WARNING READ_GROUPS GroupLookup.search: in no group");
    assertThat(check.hint().orElseThrow()).startsWith(STAFF + " names the user by member, but ");
  }

  @Test
  void eachOfCombinedLookupsIsNamed() {
    var none =
        GroupLookup.search(GROUPS, GroupType.groupOfUniqueNames())
            .plus(GroupLookup.memberOf("isMemberOf"));
    Check check =
        only(diagnose(Directories.config(directory).groups(none), "alice", null), READ_GROUPS);

    assertThat(check.hint().orElseThrow())
        .endsWith("; check GroupLookup.search type, and GroupLookup.memberOf(...)");
  }

  @Test
  void settingsAreNamedAsTheyWereWritten() {
    Map<String, String> settings =
        Map.of(
            "LDAP_SERVER_URLS", directory.url(),
            "LDAP_SERVICE_ACCOUNT_DN", SERVICE,
            "LDAP_SERVICE_ACCOUNT_PASSWORD", "service secret",
            "LDAP_USER_SEARCH_1_BASE", PEOPLE,
            "LDAP_USER_SEARCH_1_FILTER", "(uid={username})",
            "LDAP_USER_SEARCH_2_BASE", "ou=peple,dc=example,dc=com",
            "LDAP_USER_SEARCH_2_FILTER", "(uid={username})",
            "LDAP_MEMBER_OF_ATTRIBUTE", "memberOf",
            "LDAP_REQUIRE_2", "(group=" + STAFF + ")");
    LdapDiagnosis diagnosis = diagnose(LdapAuthProperties.read(settings, "LDAP_"), "al", null);

    assertThat(diagnosis.checks())
        .extracting(Check::setting)
        .startsWith(
            "LDAP_SERVER_URLS",
            "LDAP_SERVICE_ACCOUNT_DN",
            "LDAP_SERVER_URLS",
            "LDAP_USER_SEARCH_1_BASE \"" + PEOPLE + "\"",
            "LDAP_USER_SEARCH_2_BASE \"ou=peple,dc=example,dc=com\"",
            "LDAP_REQUIRE_2 memberOf \"" + STAFF + "\"");
  }

  @Test
  void untrustedCertificateIsShownAndNothingIsSent() {
    TestCertificates own = TestCertificates.forHosts("127.0.0.1");
    try (var server = Directories.people().tls(own).start()) {
      var config =
          LdapAuthConfig.builder(LdapServer.ldaps(server.ldapsHostAndPort()), Directories.byUid())
              .serviceAccount(SERVICE, "service secret");
      LdapDiagnosis diagnosis = diagnose(config, "alice", "wonderland");

      Check check = diagnosis.firstFailure().orElseThrow();
      assertThat(line(check))
          .startsWith("FAILED TLS LdapServer: TLS at " + server.ldapsHostAndPort());
      assertThat(check.evidence())
          .contains("certificate names 127.0.0.1")
          .anyMatch(
              text -> text.startsWith("certificate 1 of ") && text.contains(", issued by CN="));
      assertThat(server.operations().requests()).isEmpty();
    }
  }

  @Test
  void trustedCertificatesAreDescribed() {
    TestCertificates own = TestCertificates.forHosts("127.0.0.1", "ldap.example.com");
    try (var server = Directories.people().tls(own).start()) {
      LdapServer ldaps =
          LdapServer.ldaps(server.ldapsHostAndPort()).sslContext(own.clientContext());
      var config =
          LdapAuthConfig.builder(ldaps, Directories.byUid())
              .serviceAccount(SERVICE, "service secret");
      LdapDiagnosis diagnosis = diagnose(config, "alice", "wonderland");

      assertThat(diagnosis.firstFailure()).isEmpty();
      assertThat(only(diagnosis, Step.TLS).evidence())
          .contains("certificate names ldap.example.com, 127.0.0.1")
          .anyMatch(text -> text.startsWith("TLSv1.3, TLS_"))
          .anyMatch(text -> text.contains("left)"));
    }
  }

  @Test
  void exceptionOfTheApplicationIsAFailure() {
    try (var authenticator =
        LdapAuthenticator.builder(nested().build())
            .translateUsernames(
                name -> {
                  throw new IllegalStateException("no such tenant");
                },
                name -> name)
            .build()) {
      assertThat(LdapDiagnosis.run(authenticator, "alice").firstFailure())
          .map(LdapDiagnosisTest::line)
          .contains("FAILED STORE_KEY threw java.lang.IllegalStateException: no such tenant");
    }
  }

  @Test
  void withoutUserOnlyServersAreChecked() {
    try (var authenticator = LdapAuthenticator.create(nested().build())) {
      assertThat(LdapDiagnosis.run(authenticator).checks())
          .extracting(Check::step)
          .containsExactly(
              Step.CONNECT, Step.SERVICE_BIND, Step.SERVER_KIND, Step.USER_BASE, Step.GROUP_BASE);
    }
  }

  @Test
  void textOfTheDirectoryIsOneLine() {
    directory.faults().every(Operation.Type.SEARCH).answers(50, "no\u001b[31m\naccess");

    assertThat(diagnose(nested(), "alice", null).checks())
        .flatExtracting(Check::evidence)
        .anyMatch(line -> line.contains("no?[31m"))
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void queryIsExplainedByEachOfItsGroups() {
    try (var authenticator = LdapAuthenticator.create(nested().build())) {
      Groups groups = authenticator.lookup("bob").orElseThrow().groups();
      GroupQuery query = memberOf(STAFF).and(GroupQuery.not(memberOf("cn=x,o=elsewhere")));

      assertThat(query.explain(groups))
          .containsExactly(
              entry(Dn.parse(STAFF), Answer.NO),
              entry(Dn.parse("cn=x,o=elsewhere"), Answer.UNKNOWN));
    }
  }

  @Test
  void lockedServiceAccountIsNotCalledAWrongPassword() {
    try (TestDirectory domain = Directories.domain().start()) {
      domain.user("svc").state(AccountState.LOCKED);

      LdapDiagnosis diagnosis = diagnose(Directories.domainConfig(domain), "alice", null);

      Check bind = diagnosis.firstFailure().orElseThrow();
      assertThat(line(bind))
          .contains("SERVICE_BIND", "could not bind, account locked: ")
          .contains("; fix the account in the directory, as the settings may be right")
          .doesNotContain("check serviceAccount");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.security.KeyStore;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in stories against a real OpenLDAP. */
class SlapdTest {

  private static Slapd slapd;

  @BeforeAll
  static void start() {
    slapd =
        Slapd.start(TestCertificates.forHosts("localhost", "127.0.0.1"), Directories.slapdLdif());
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  static Stream<Named<Function<Slapd, LdapServer>>> ways() {
    return Stream.of(
        Named.of("clear text on loopback", s -> LdapServer.url("ldap://" + s.hostAndPort())),
        Named.of(
            "StartTLS",
            s -> LdapServer.startTls(s.hostAndPort()).trustedCertificates(s.authority())),
        Named.of(
            "ldaps",
            s ->
                LdapServer.ldaps(s.ldapsHostAndPort().replace("127.0.0.1", "localhost"))
                    .trustedCertificates(s.authority())));
  }

  private static LdapAuthConfigBuilder config(UserLookup users) {
    return config(LdapServer.url("ldap://" + slapd.hostAndPort()), users);
  }

  private static LdapAuthConfigBuilder config(LdapServer server, UserLookup users) {
    return LdapAuthConfig.builder(server, users).serviceAccount(SERVICE, "service secret");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void usersSignInEveryWay(Function<Slapd, LdapServer> way) {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    var config = config(way.apply(slapd), Directories.byUid()).groups(nested);
    AccountStore accounts = new AccountStore();
    try (var authenticator =
        LdapAuthenticator.builder(config.require(memberOf("cn=staff," + GROUPS)).build(), accounts)
            .attribute("givenName", Account::setFirstName)
            .flag(memberOf("cn=Admins," + GROUPS), Account::setStaff)
            .build()) {
      assertThat(authenticator.findProblems()).isEmpty();
      Authenticated<Account> alice = yes(authenticator.authenticate(" Alice", "wonderland"));

      assertThat(alice.account().key).isEqualTo("alice");
      assertThat(alice.account().firstName).isEqualTo("Alice");
      assertThat(alice.account().staff).isTrue();
      assertThat(alice.ldapUser().groups().names()).containsExactly("admins", "staff");
      assertThat(alice.ldapUser().stableId()).isPresent();
      assertThat(alice.ldapUser().attributes().names()).doesNotContain("userPassword");
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).created()).isFalse();
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND);
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void aDnTemplateAndMemberOfNeedNoGroupSearch() {
    var config =
        config(UserLookup.dnTemplate("uid={username}," + PEOPLE)).groups(GroupLookup.memberOf());
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.groups().names()).containsExactly("staff");
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("nobody", "x"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  static Stream<Named<GroupType>> types() {
    return Stream.of(
        Named.of("uniqueMember", GroupType.groupOfUniqueNames()),
        Named.of("roleOccupant", GroupType.organizationalRole()),
        Named.of("memberUid and gidNumber", GroupType.posixGroup()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void eachTypeOfGroupIsFound(GroupType type) {
    var config = config(Directories.byUid()).groups(GroupLookup.search(GROUPS, type));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.lookup("carol").orElseThrow().groups().names())
          .isNotEmpty()
          .allSatisfy(name -> assertThat(name).startsWith("carols"));
      assertThat(authenticator.lookup("bob").orElseThrow().groups().names()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "a*",
        "*)(uid=alice",
        "alice)(&)",
        "\\2a",
        ")",
        "\\",
        "alice,ou=people",
        "a+uid=alice",
        "#alice",
        "a\"b",
        "a;b",
        "uid=alice"
      })
  void injectedTextFindsNoUser(String username) {
    try (var bySearch = LdapAuthenticator.create(config(Directories.byUid()).build());
        var byTemplate =
            LdapAuthenticator.create(
                config(UserLookup.dnTemplate("uid={username}," + PEOPLE)).build())) {
      no(bySearch.authenticate(username, "wonderland"), RejectionReason.USER_NOT_FOUND);
      no(byTemplate.authenticate(username, "wonderland"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Doe, John (X)*", "dreßler", "DREßLER", "ａｌｉｃｅ"})
  void unusualNamesSignInAsTheUserOfTheEntry(String username) {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    try (var authenticator =
        LdapAuthenticator.create(config(Directories.byUid()).groups(nested).build())) {
      LdapUser user = yes(authenticator.authenticate(username, "wonderland")).ldapUser();
      assertThat(user.username()).isIn("Doe, John (X)*", "dreßler", "alice");
      assertThat(user.groups().names()).isNotEmpty();
    }
  }

  @Test
  void wrongServicePasswordNeverRejectsTheUser() {
    var config = config(Directories.byUid()).serviceAccount(SERVICE, "wrong");
    long before = slapd.binds("uid=alice," + PEOPLE);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
    }
    assertThat(slapd.binds("uid=alice," + PEOPLE)).isEqualTo(before);
  }

  @Test
  void refusedAnonymousSearchesFail() {
    var config =
        LdapAuthConfig.builder(
            LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid());
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(50));
    }
  }

  @Test
  void templateWithoutAReaderNamesBothWaysOut() {
    var config =
        LdapAuthConfig.builder(
            LdapServer.url("ldap://" + slapd.hostAndPort()),
            UserLookup.dnTemplate("uid={username}," + PEOPLE));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("serviceAccount(...)")
          .withMessageContaining("readAsUser()");
    }
    assertThat(problems(config))
        .singleElement()
        .asString()
        .contains("serviceAccount(...)")
        .contains("readAsUser()");
    assertThat(problems(config.readAsUser())).isEmpty();
  }

  private static List<String> problems(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return authenticator.findProblems();
    }
  }

  @Test
  void problemsAreFoundBeforeAnySignIn() {
    LdapServer server = LdapServer.url("ldap://" + slapd.hostAndPort());
    var users = UserLookup.search("ou=nobody,dc=example,dc=com", "(uid={username})");
    var groups = GroupLookup.search(GROUPS, GroupType.groupOfNames());

    assertThat(problems(config(Directories.byUid()).serviceAccount(SERVICE, "wrong")))
        .singleElement()
        .asString()
        .startsWith("serviceAccount: SERVICE_BIND at " + slapd.hostAndPort())
        .endsWith(
            "invalid credentials (49); name or password is wrong; check serviceAccount(name,"
                + " password)");
    assertThat(problems(LdapAuthConfig.builder(server, Directories.byUid())))
        .singleElement()
        .asString()
        .startsWith("UserLookup.search base \"" + PEOPLE + "\": FIND_USER at ")
        .contains(": searched anonymously, as there is no serviceAccount(...): ")
        .endsWith("(50)");
    assertThat(problems(config(users).groups(groups).deny(memberOf("cn=gone," + GROUPS))))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("UserLookup.search base ")
                    .endsWith("(32), but there is \"dc=example,dc=com\""),
            line -> assertThat(line).startsWith("deny memberOf \"cn=gone,"));
  }

  @Test
  void searchesThatFindNoUserAreProblems() {
    String top = "dc=example,dc=com";
    var directlyBelow = UserLookup.search(top, "(uid={username})").scope(SearchScope.ONE_LEVEL);
    var amongGroups = UserLookup.search(GROUPS, "(uid={username})");
    var byNumber = UserLookup.search(top, "(&(employeeNumber=*)(uid={username}))");

    assertThat(problems(config(directlyBelow)))
        .singleElement()
        .asString()
        .contains("no user is found by (uid=*) directly below " + top);
    assertThat(problems(config(amongGroups)))
        .singleElement()
        .asString()
        .contains("no user is found by (uid=*) below " + GROUPS);
    assertThat(problems(config(byNumber)))
        .singleElement()
        .asString()
        .contains("no user is found by (&(employeeNumber=*)(uid=*)) below " + top);
    assertThat(problems(config(UserLookup.search(top, "(uid={username})")))).isEmpty();
  }

  @Test
  void aCertificateForAnotherHostIsRefusedBeforeAnyBind() {
    try (Slapd wrong =
        Slapd.start(TestCertificates.forHosts("wrong.example.org"), Directories.slapdLdif())) {
      for (var way : ways().skip(1).toList()) {
        assertRefusedBeforeAnyBind(wrong, way.getPayload().apply(wrong));
      }
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefusedBeforeAnyBind() {
    KeyStore others = TestCertificates.forHosts("localhost", "127.0.0.1").trustStore();
    for (LdapServer server :
        List.of(
            LdapServer.startTls(slapd.hostAndPort()), LdapServer.ldaps(slapd.ldapsHostAndPort()))) {
      assertRefusedBeforeAnyBind(slapd, server.trustedCertificates(others));
    }
  }

  private static void assertRefusedBeforeAnyBind(Slapd asked, LdapServer server) {
    long before = asked.binds(SERVICE) + asked.binds("uid=alice," + PEOPLE);
    try (var authenticator =
        LdapAuthenticator.create(config(server, Directories.byUid()).build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
    }
    assertThat(asked.binds(SERVICE) + asked.binds("uid=alice," + PEOPLE)).isEqualTo(before);
  }

  @Test
  void startTlsComesBeforeTheFirstBindOfEachConnection() {
    try (Slapd own = Slapd.start(TestCertificates.forHosts("127.0.0.1"), Directories.slapdLdif())) {
      var server = LdapServer.startTls(own.hostAndPort()).trustedCertificates(own.authority());
      try (var authenticator =
          LdapAuthenticator.create(config(server, Directories.byUid()).build())) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
      assertThat(own.requests())
          .containsOnlyOnce(List.of("EXT", "BIND", "SRCH"))
          .containsOnlyOnce(List.of("EXT", "BIND"));
    }
  }

  @Test
  void userReadsIfNoOtherAccountMay() {
    var config =
        LdapAuthConfig.builder(
                LdapServer.url("ldap://" + slapd.hostAndPort()),
                UserLookup.dnTemplate("uid={username}," + PEOPLE))
            .readAsUser();
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.attributes().first("givenName")).contains("Alice");
      assertThat(alice.attributes().first("sn")).contains("Adams");
    }
  }

  /** Its schema compares home directories exactly. */
  @Test
  void usersWithDnsThatDifferInCaseHaveAPasswordEach() {
    try (var authenticator = LdapAuthenticator.create(config(Directories.byUid()).build())) {
      assertThat(yes(authenticator.authenticate("tom", "small")).ldapUser().dn())
          .hasToString("homeDirectory=/home/tom," + PEOPLE);
      assertThat(yes(authenticator.authenticate("tom the great", "great")).ldapUser().dn())
          .hasToString("homeDirectory=/home/Tom," + PEOPLE);
      no(authenticator.authenticate("tom", "great"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("tom the great", "small"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void aPasswordThatIsKeptAsAHashIsCheckedByTheDirectory() {
    String hash = "{SSHA}kEGyazZfhQnU/haOZK74+KO6yw1zYWx0c2FsdA==";
    try (var authenticator = LdapAuthenticator.create(config(Directories.byUid()).build())) {
      yes(authenticator.authenticate("hashed", "hashed secret"));
      no(authenticator.authenticate("hashed", hash), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void aPasswordIsSentOnce() {
    long before = slapd.binds("uid=bob," + PEOPLE);
    try (var authenticator = LdapAuthenticator.create(config(Directories.byUid()).build())) {
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
    assertThat(slapd.binds("uid=bob," + PEOPLE)).isEqualTo(before + 1);
  }
}

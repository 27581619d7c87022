// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Results.no;
import static io.github.ldapauth.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.Gateway.Request;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding a person, checking the password, and what is sent for it. */
class SignInStoriesTest extends OnBothDirectories {

  private static final String ALICE = person("uid=alice");
  private static final String CHARLIE = person("cn=charlie_cooper");

  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = new Gateway(directory.port(), Map.of("charlie@people.test", CHARLIE));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private LdapAuthConfigBuilder through(UserLookup users) {
    return LdapAuthConfig.builder(gateway.server(), users);
  }

  private static UserLookup template() {
    return UserLookup.dnTemplate("uid={username}," + PEOPLE);
  }

  private static UserSearchLookup search(String filter) {
    return UserLookup.search(PEOPLE, filter);
  }

  private static UserSearchLookup byUid() {
    return search("(uid={username})");
  }

  private static LdapAuthenticator<LdapUser> authenticator(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.create(config.build());
  }

  private static void isRefused(
      LdapAuthConfigBuilder config, String username, String password, RejectionReason reason) {
    try (var authenticator = authenticator(config)) {
      no(authenticator.authenticate(username, password), reason);
    }
  }

  private static LdapUser signIn(LdapAuthConfigBuilder config, String username) {
    try (var authenticator = authenticator(config)) {
      return yes(authenticator.authenticate(username, "password")).ldapUser();
    }
  }

  @Test
  void aTemplateBindsOnceAndReadsTheEntry() {
    AccountStore accounts = new AccountStore();
    try (var authenticator =
        LdapAuthenticator.builder(through(template()).build(), accounts).build()) {
      yes(authenticator.authenticate("alice", "password"));
    }

    assertThat(accounts.saved).containsOnlyKeys("alice");
    assertThat(gateway.types()).containsExactly("bind", "search");
    assertThat(gateway.binds()).containsExactly(ALICE);
  }

  @Test
  void anUnknownNameAndAWrongPasswordAreRefusedByOneBind() {
    isRefused(through(template()), "evil_alice", "password", RejectionReason.INVALID_CREDENTIALS);
    isRefused(through(template()), "alice", "bogus", RejectionReason.INVALID_CREDENTIALS);

    assertThat(gateway.types()).containsExactly("bind", "bind");
  }

  @Test
  void aNameIsOneValueOfTheTemplate() {
    isRefused(through(template()), "alice,1", "password", RejectionReason.INVALID_CREDENTIALS);

    assertThat(gateway.binds()).containsExactly("uid=alice\\,1," + PEOPLE);
  }

  @Test
  void aTemplateIsFilledInAsItIsWritten() {
    LdapUser alice =
        signIn(through(UserLookup.dnTemplate("UID={username},OU=People, O=Test")), "Alice");

    assertThat(gateway.binds()).containsExactly("UID=Alice,OU=People,O=Test");
    assertThat(alice.dn()).hasToString(ALICE);
    assertThat(alice.username()).isEqualTo("alice");
  }

  @Test
  void namesBeyondAsciiSignIn() {
    for (UserLookup users : List.of(template(), byUid())) {
      LdapUser user = signIn(through(users), "dreßler");

      assertThat(user.username()).isEqualTo("dreßler");
      assertThat(user.attributes().first("sn")).contains("Dreßler");
    }
  }

  @Test
  void aSearchFindsThePersonThenBinds() {
    LdapUser alice = signIn(through(byUid()), "alice");

    assertThat(alice.dn()).hasToString(ALICE);
    assertThat(gateway.types()).containsExactly("search", "bind");
    isRefused(through(byUid()), "alice", "bogus", RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void aNameIsOneValueOfTheFilter() {
    isRefused(through(byUid()), "alice*", "password", RejectionReason.USER_NOT_FOUND);

    assertThat(gateway.requests())
        .singleElement()
        .extracting(Request::filter)
        .isEqualTo("(uid=alice\\2a)");
  }

  @Test
  void aSearchThatFindsNobodyOrSeveralRefuses() {
    isRefused(
        through(search("(uidNumber={username})")),
        "alice",
        "password",
        RejectionReason.USER_NOT_FOUND);
    isRefused(
        through(search("(|(uid=*)(uid={username}))")),
        "alice",
        "password",
        RejectionReason.AMBIGUOUS_USER);
    assertThat(gateway.binds()).isEmpty();
  }

  @Test
  void theServiceAccountFindsThePersonAndTheAttributesAreThoseOfTheEntry() {
    LdapUser alice =
        signIn(through(byUid()).serviceAccount(person("uid=bob"), "password"), "alice");

    assertThat(alice.dn()).hasToString(ALICE);
    assertThat(alice.attributes().all("objectClass"))
        .containsExactly("person", "organizationalPerson", "inetOrgPerson", "posixAccount");
    assertThat(alice.attributes().all("userPassword")).containsExactly("password");
    assertThat(gateway.types()).containsExactly("bind", "search", "bind");
    assertThat(gateway.binds()).containsExactly(person("uid=bob"), ALICE);
  }

  @Test
  void aServiceAccountThatCannotBindIsNoAnswer() {
    for (UserLookup users : List.of(template(), byUid())) {
      try (var authenticator =
          authenticator(through(users).serviceAccount(person("uid=bob"), "bogus"))) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "password"))
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
      }
    }
  }

  @Test
  void namesAndPasswordsThatAreMissingAreRefusedBeforeAnythingIsSent() {
    for (String name : new String[] {null, "", "  "}) {
      isRefused(through(template()), name, "password", RejectionReason.INVALID_USERNAME);
      isRefused(through(byUid()), name, "password", RejectionReason.INVALID_USERNAME);
    }
    isRefused(through(template()), "alice", "", RejectionReason.INVALID_PASSWORD);
    isRefused(through(template()), "alice", null, RejectionReason.INVALID_PASSWORD);

    assertThat(gateway.requests()).isEmpty();
  }

  @Test
  void aPersonIsFoundBelowEitherOfTwoBases() {
    var either = UserLookup.search(GROUPS, "(uid={username})").or(byUid());

    assertThat(signIn(through(either), "alice").dn()).hasToString(ALICE);
    assertThat(gateway.searches()).extracting(Request::name).containsExactly(GROUPS, PEOPLE);
  }

  @Test
  void aReferenceToAnotherServerIsNobody() {
    String dn = "ou=elsewhere," + PEOPLE;
    directory.change(
        "dn: " + dn,
        "changetype: add",
        "objectClass: referral",
        "objectClass: extensibleObject",
        "ou: elsewhere",
        "ref: ldap://127.0.0.1:1/ou=people,o=elsewhere");
    try {
      assertThat(signIn(through(byUid()), "alice").dn()).hasToString(ALICE);
    } finally {
      directory.change("dn: " + dn, "control: 2.16.840.1.113730.3.4.2 true", "changetype: delete");
    }
  }

  @Test
  void startTlsIsNotAskedForWhereItIsNotConfigured() {
    signIn(through(template()), "alice");

    assertThat(gateway.types()).doesNotContain("extended");
  }

  @Test
  void thePersonReadsOnTheConnectionOfTheBind() {
    LdapUser alice =
        signIn(
            through(template()).serviceAccount(person("uid=bob"), "bogus").readAsPerson(), "alice");

    assertThat(alice.attributes().first("givenName")).contains("Alice");
    assertThat(alice.attributes().first("sn")).contains("Adams");
    assertThat(gateway.types()).containsExactly("bind", "search");
    assertThat(gateway.binds()).containsExactly(ALICE);
  }

  @Test
  void aBindByAnotherNameFindsTheEntryAfterwards() {
    LdapUser charlie =
        signIn(through(UserLookup.bindName("{username}@people.test", byUid())), "charlie");

    assertThat(charlie.dn()).hasToString(CHARLIE);
    assertThat(charlie.username()).isEqualTo("charlie");
    assertThat(charlie.attributes().first("givenName")).contains("Charlie");
    assertThat(gateway.types()).containsExactly("bind", "search", "extended");
  }

  @Test
  void aBindByAnotherNameThatFindsNobodyIsRefused() {
    isRefused(
        through(UserLookup.bindName("{username}@people.test", search("(cn={username})"))),
        "charlie",
        "password",
        RejectionReason.USER_NOT_FOUND);
  }

  @Test
  void theKeyOfTheStoreIsWhicheverNameTheTemplateHolds() {
    AccountStore accounts = new AccountStore();
    accounts.save(new Account("charlie_cooper"));
    var config = through(UserLookup.dnTemplate("cn={username}," + PEOPLE));
    try (var authenticator = LdapAuthenticator.builder(config.build(), accounts).build()) {
      assertThat(yes(authenticator.authenticate("charlie_cooper", "password")).created()).isFalse();
    }
    assertThat(accounts.saved).containsOnlyKeys("charlie_cooper");
  }

  @Test
  void aPasswordIsSentAsItIs() {
    for (String other :
        List.of(" password", "password ", "PASSWORD", "passwörd", "passwo\u0308rd")) {
      isRefused(through(template()), "alice", other, RejectionReason.INVALID_CREDENTIALS);
    }
    assertThat(signIn(through(template()), "alice").dn()).hasToString(ALICE);
  }

  @Test
  void anEntryWithoutAPasswordOpensForNobody() {
    isRefused(
        through(UserLookup.dnTemplate("cn={username}," + GROUPS)),
        "staff_gon",
        "password",
        RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void oneFailedSignInDoesNotTouchTheNext() {
    try (var authenticator = authenticator(through(byUid()))) {
      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(yes(authenticator.authenticate("bob", "password")).ldapUser().username())
          .isEqualTo("bob");
      no(authenticator.authenticate("nobody else", "x"), RejectionReason.USER_NOT_FOUND);
      yes(authenticator.authenticate("alice", "password"));
    }
  }

  @Test
  void aBaseThatIsNotThereIsNoAnswer() {
    try (var authenticator =
        authenticator(through(UserLookup.search("ou=nowhere,o=test", "(uid={username})")))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.FIND_USER))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(32));
    }
  }

  @Test
  void onePartOfAUnionThatFailsIsNoAnswer() {
    var union = byUid().or(UserLookup.search("ou=nowhere,o=test", "(uid={username})"));
    try (var authenticator = authenticator(through(union))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.FIND_USER));
    }
    assertThat(gateway.binds()).isEmpty();
  }

  @Test
  void theListOfAttributesIsSentAsItIsTogetherWithWhatIsNeeded() {
    for (UserLookup users : List.of(template(), byUid())) {
      signIn(through(users).attributes("*", "+"), "alice");
    }
    assertThat(gateway.searches())
        .hasSize(2)
        .allSatisfy(s -> assertThat(s.attributes()).contains("*", "+", "uid", "entryUUID"));
  }

  @Test
  void aFilterNeedsNoParentheses() {
    assertThat(signIn(through(search("uid={username}")), "alice").dn()).hasToString(ALICE);
  }

  @Test
  void aFilterOverAnUnknownAttributeFindsNobody() {
    isRefused(
        through(search("(noSuchAttribute={username})")),
        "alice",
        "password",
        RejectionReason.USER_NOT_FOUND);
  }

  @Test
  void aBaseMayBeWrittenInAnyCaseAndWithBlanks() {
    var users = UserLookup.search("OU=People,  O=Test", "(uid={username})");

    assertThat(signIn(through(users), "alice").dn()).hasToString(ALICE);
  }

  @Test
  void nothingIsAskedAboutGroupsUnlessConfigured() {
    signIn(through(byUid()), "alice");

    assertThat(gateway.types()).containsExactly("search", "bind");
  }

  @Test
  void theEntryOfATemplateIsReadOnceByItsDn() {
    signIn(through(template()).attributes("mail"), "alice");

    assertThat(gateway.searches())
        .singleElement()
        .satisfies(
            read -> {
              assertThat(read.name()).isEqualTo(ALICE);
              assertThat(read.scope()).isEqualTo(SearchScope.BASE);
              assertThat(read.filter()).isEqualTo("(objectClass=*)");
              assertThat(read.attributes()).contains("mail").doesNotContain("*");
            });
  }

  @Test
  void whatGroupsNeedIsReadWhateverElseIs() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());

    assertThat(signIn(through(byUid()).attributes("mail").groups(posix), "alice").groups().names())
        .containsExactly("active_px", "staff_px", "superuser_px");
  }

  @Test
  void anAttributeListWithNothingInItLeavesWhatIsNeeded() {
    for (String[] list : new String[][] {{"1.1"}, {}}) {
      LdapUser alice = signIn(through(byUid()).attributes(list), "alice");

      assertThat(alice.attributes().names()).contains("uid").doesNotContain("sn", "givenName");
    }
  }

  @Test
  void attributesAreKnownByTheNameThatTheDirectoryReturns() {
    LdapUser alice = signIn(through(byUid()), "alice");

    assertThat(alice.attributes().first("GIVENNAME")).contains("Alice");
    assertThat(alice.attributes().first("surname")).isEmpty();
    assertThat(alice.attributes().first("2.5.4.4")).isEmpty();
  }

  @Test
  void anOptionMakesAnotherAttribute() {
    directory.change(
        "dn: " + ALICE, "changetype: modify", "add: cn;lang-fr", "cn;lang-fr: Alix", "-");
    try {
      LdapUser alice = signIn(through(byUid()), "alice");

      assertThat(alice.attributes().all("cn")).containsExactly("alice");
      assertThat(alice.attributes().all("cn;lang-fr")).containsExactly("Alix");
    } finally {
      directory.change("dn: " + ALICE, "changetype: modify", "delete: cn;lang-fr", "-");
    }
  }
}

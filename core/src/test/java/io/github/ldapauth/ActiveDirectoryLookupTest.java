// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that users of Active Directory type. */
class ActiveDirectoryLookupTest {

  private static final String DOMAIN = "ad.example.com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .baseDn("dc=ad,dc=example,dc=com")
          .like(ServerKind.ACTIVE_DIRECTORY)
          .user("svc", "service secret")
          .user(
              "alice",
              user ->
                  user.password("wonderland")
                      .attribute("userPrincipalName", "Alice.Liddell@example.org"))
          .user(
              "bob",
              user -> user.password("builder").attribute("userPrincipalName", "carol@" + DOMAIN))
          .user("carol", "carol")
          .user("m\u00FCller", "miller")
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(UserLookup users) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(LdapServer.url(directory.url()), users)
            .serviceAccount(directory.dn("svc"), "service secret")
            .build());
  }

  private LdapAuthenticator<LdapUser> authenticator() {
    return authenticator(UserLookup.activeDirectory(DOMAIN).netbiosName("AD"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AD\\", "ad.example.com\\", "@ad.example.com", "@AD"})
  void domainAloneIsNoUserName(String typed) {
    try (var authenticator = authenticator()) {
      no(authenticator.authenticate(typed, "wonderland"), RejectionReason.INVALID_USERNAME);
      assertThat(directory.operations()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "ALICE",
        "alice@ad.example.com",
        "alice@AD.EXAMPLE.COM",
        "alice@AD",
        "alice.liddell@example.org",
        "AD\\alice",
        "ad\\Alice",
        "ad.example.com\\alice"
      })
  void eachNameOfAUserFindsTheUserByOneSearch(String typed) {
    try (var authenticator = authenticator()) {
      assertThat(yes(authenticator.authenticate(typed, "wonderland")).ldapUser().username())
          .isEqualTo("alice");
      assertThat(directory.operations().searches()).hasSize(1);
      assertThat(directory.operations().binds(directory.dn("alice")).count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OTHER\\alice",
        "\\alice",
        "AD\\alice@ad.example.com",
        "AD\\AD\\alice",
        "alice@other.example.com",
        "alice@",
        "alice.liddell@ad.example.com",
        "AD\\alice.liddell",
        "*",
        "*@ad.example.com",
        "alice)(cn=*",
      })
  void namesOfOtherDomainsAndOtherFormsFindNoUser(String typed) {
    try (var authenticator = authenticator()) {
      no(authenticator.authenticate(typed, "wonderland"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void unknownDomainTellsWhichNamesAreConfigured() {
    String unknown = "\"OTHER\" is not the domain that is configured";
    try (var named = authenticator();
        var unnamed = authenticator(UserLookup.activeDirectory(DOMAIN))) {
      assertThat(
              no(named.authenticate("OTHER\\alice", "x"), RejectionReason.USER_NOT_FOUND).detail())
          .contains(unknown + ", nor its NetBIOS name AD");
      assertThat(
              no(unnamed.authenticate("OTHER\\alice", "x"), RejectionReason.USER_NOT_FOUND)
                  .detail())
          .contains(unknown + ", and no netbiosName(...) is set");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AD\\alice", "alice@AD"})
  void netbiosNameIsUnknownUnlessItIsConfigured(String typed) {
    try (var authenticator = authenticator(UserLookup.activeDirectory(DOMAIN))) {
      no(authenticator.authenticate(typed, "wonderland"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void nameOfTwoUsersIsAmbiguous() {
    try (var authenticator = authenticator()) {
      no(
          authenticator.authenticate("carol@ad.example.com", "carol"),
          RejectionReason.AMBIGUOUS_USER);
      yes(authenticator.authenticate("AD\\carol", "carol"));
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @Test
  void decomposedNameFindsTheUser() {
    try (var authenticator = authenticator()) {
      yes(authenticator.authenticate("mu\u0308ller", "miller"));
    }
  }

  @Test
  void searchStartsAtTheBase() {
    var elsewhere = UserLookup.activeDirectory(DOMAIN).base("CN=Builtin,DC=ad,DC=example,DC=com");
    try (var authenticator = authenticator(elsewhere)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void mistakesNameTheSetting() {
    assertThat(UserLookup.activeDirectory("AD").mistakes())
        .containsExactly(
            "UserLookup.activeDirectory \"AD\": not the DNS name of a domain, such as"
                + " ad.example.com");
    assertThat(UserLookup.activeDirectory("a.b)(c").mistakes()).hasSize(1);
    assertThat(UserLookup.activeDirectory(DOMAIN).netbiosName("a)(b").mistakes())
        .containsExactly(
            "ActiveDirectoryLookup.netbiosName \"a)(b\": not a NetBIOS name, such as AD");
    assertThat(UserLookup.activeDirectory(DOMAIN).base("users").mistakes())
        .singleElement()
        .asString()
        .contains("base \"users\": not a DN");
  }

  /** Unlike a DN template, it tells an unknown user from a wrong password. */
  @Test
  void chainAsksTheNextLinkIfTheDomainHasNoSuchUser() {
    try (var chain =
        SignInChain.<LdapUser>builder()
            .directory("domain", authenticator())
            .method("local", (username, password) -> new SignInMethod.Answer.No<>("wrong"))
            .build()) {
      var no = (SignInChainResult.Rejected<LdapUser>) chain.authenticate("dave", "secret");
      assertThat(no.answeredBy()).contains("local");
    }
  }

  @Test
  void decoyTakesThePlaceOfTheBindOfAnUnknownUser() {
    var config =
        LdapAuthConfig.builder(LdapServer.url(directory.url()), UserLookup.activeDirectory(DOMAIN))
            .serviceAccount("svc@" + DOMAIN, "service secret")
            .decoyBind(directory.dn("bob"))
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      no(authenticator.authenticate("dave", "secret"), RejectionReason.USER_NOT_FOUND);
      assertThat(directory.operations().binds("bob")).hasSize(1);
    }
  }

  @Test
  void findProblemsLeavesGroupsThatUsersReadToSignIns() {
    var config =
        LdapAuthConfig.builder(LdapServer.url(directory.url()), UserLookup.activeDirectory(DOMAIN))
            .serviceAccount("svc@" + DOMAIN, "service secret")
            .groups(GroupLookup.memberOf())
            .require(GroupQuery.memberOf("cn=seen by users,dc=ad,dc=example,dc=com"))
            .readAsUser()
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  private List<String> problems(UserLookup users) {
    var config =
        LdapAuthConfig.builder(LdapServer.url(directory.url()), users)
            .serviceAccount("svc@" + DOMAIN, "service secret")
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return authenticator.findProblems();
    }
  }

  @Test
  void problemsNameTheMethodsThatWereCalled() {
    var users = UserLookup.activeDirectory(DOMAIN);

    assertThat(problems(users.base("ou=nowhere,dc=ad,dc=example,dc=com")))
        .singleElement()
        .asString()
        .startsWith("ActiveDirectoryLookup.base \"ou=nowhere,dc=ad,dc=example,dc=com\": ");
    directory.faults().every(SEARCH).withFilter("(sAMAccountName=*)").answers(0, "");
    assertThat(problems(users))
        .singleElement()
        .asString()
        .startsWith("UserLookup.activeDirectory \"dc=ad,dc=example,dc=com\": no user is found by ")
        .contains("; check this base, UserLookup.activeDirectory, and what ");
    assertThat(users.base("people").mistakes())
        .singleElement()
        .asString()
        .startsWith("ActiveDirectoryLookup.base \"people\": not a DN");
  }
}

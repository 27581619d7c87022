// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Gateway;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binds by a name that is no DN; a gateway knows the names, as Active Directory would. */
class BindNameTest {

  private static final String TEMPLATE = "{username}@example.com";
  private static final UserSearchLookup BY_PRINCIPAL_NAME =
      UserLookup.search(PEOPLE, "(&(uid=*)(userPrincipalName={username}@example.com))")
          .usernameAttribute("uid");

  private final TestDirectory directory =
      Directories.people()
          .user(
              "carol",
              user ->
                  user.password("carol")
                      .attribute("employeeNumber", "2")
                      .attribute("userPrincipalName", "carol@example.com")
                      .attribute("msDS-PrincipalName", "EXAMPLE\\carol"))
          .user("dave", user -> user.password("dave").attribute("employeeNumber", "2"))
          .start();
  private final Gateway gateway =
      new Gateway(
          directory.port(),
          Map.of(
              "alice@example.com", ALICE,
              "carol@example.com", "uid=carol," + PEOPLE,
              "2@example.com", "uid=carol," + PEOPLE,
              "3@example.com", "uid=carol," + PEOPLE,
              "bob@example.com", "uid=carol," + PEOPLE));

  @AfterEach
  void stop() {
    gateway.close();
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(UserSearchLookup search) {
    return LdapAuthenticator.create(config(search).build());
  }

  private LdapAuthConfigBuilder config(UserSearchLookup search) {
    UserLookup users = UserLookup.bindName(TEMPLATE, search);
    return LdapAuthConfig.builder(gateway.server(), users)
        .serviceAccount(SERVICE, "service secret");
  }

  @Test
  void userBindsByNameAndFindsTheOwnEntry() {
    try (var authenticator = authenticator(Directories.byUid())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.dn()).hasToString(ALICE);
      assertThat(alice.attributes().first("givenName")).contains("Alice");
      assertThat(gateway.binds()).containsExactly("alice@example.com");
      assertThat(directory.operations().requests())
          .extracting(Operation::type)
          .containsExactly(Type.BIND, Type.SEARCH, Type.EXTENDED);
      assertThat(directory.operations().connects().count()).isEqualTo(1);
    }
  }

  @Test
  void searchForTheBindNameNeedsNoWhoAmIRequest() {
    gateway.noIdentity(2);
    try (var authenticator = authenticator(BY_PRINCIPAL_NAME)) {
      LdapUser carol = yes(authenticator.authenticate("carol", "carol")).ldapUser();

      assertThat(carol.username()).isEqualTo("carol");
      assertThat(directory.operations().extended()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsSentOnceAndNothingIsSearched() {
    try (var authenticator = authenticator(Directories.byUid())) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(directory.operations().requests())
          .extracting(Operation::type)
          .containsExactly(Type.BIND);
    }
  }

  @Test
  void boundUserWithoutFoundEntryIsRejected() {
    var byNumber =
        UserLookup.search(PEOPLE, "(employeeNumber={username})").usernameAttribute("uid");
    try (var authenticator = authenticator(byNumber)) {
      no(authenticator.authenticate("3", "carol"), RejectionReason.USER_NOT_FOUND);
    }
  }

  @Test
  void boundUserWithSeveralFoundEntriesIsRejected() {
    var byNumber =
        UserLookup.search(PEOPLE, "(employeeNumber={username})").usernameAttribute("uid");
    try (var authenticator = authenticator(byNumber)) {
      no(authenticator.authenticate("2", "carol"), RejectionReason.AMBIGUOUS_USER);
    }
  }

  @Test
  void ownPasswordNeverOpensAnotherUsersEntry() {
    try (var authenticator = authenticator(Directories.byUid())) {
      var rejected = no(authenticator.authenticate("bob", "carol"), RejectionReason.AMBIGUOUS_USER);

      assertThat(rejected.detail()).contains("uid=carol," + PEOPLE).contains(BOB);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(mail={username}@example.com)",
        "(&(objectClass=person)(mail={username}@example.com))",
        "(&(userPrincipalName=*)(mail={username}@example.com))"
      })
  void attributeOtherThanTheBindNameProvesNothing(String filter) {
    directory
        .user("bob")
        .attribute("mail", "carol@example.com")
        .attribute("userPrincipalName", "bob@example.com");
    var byMail = UserLookup.search(PEOPLE, filter).usernameAttribute("uid");
    try (var authenticator = authenticator(byMail)) {
      no(authenticator.authenticate("carol", "carol"), RejectionReason.AMBIGUOUS_USER);
    }
  }

  @Test
  void activeDirectoryNamesTheBoundUserInItsOwnForm() {
    gateway.identity("u:EXAMPLE\\Carol");
    try (var authenticator = authenticator(Directories.byUid())) {
      yes(authenticator.authenticate("carol", "carol"));
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
    }
  }

  @Test
  void attributeOfTheBoundNameIsAlwaysRead() {
    gateway.identity("u:EXAMPLE\\carol");
    var byNumber = UserLookup.search(PEOPLE, "(cn={username})").usernameAttribute("sn");
    try (var authenticator =
        LdapAuthenticator.create(config(byNumber).attributes("employeeNumber").build())) {
      LdapUser carol = yes(authenticator.authenticate("carol", "carol")).ldapUser();

      assertThat(carol.username()).isEqualTo("carol");
      assertThat(carol.attributes().first("employeeNumber")).contains("2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dn:", "dn:nonsense", "u:", "carol"})
  void identityOfNoUserNeverSignsIn(String identity) {
    gateway.identity(identity);
    try (var authenticator = authenticator(Directories.byUid())) {
      assertThat(outcome(authenticator, "carol", "carol"))
          .isIn("AMBIGUOUS_USER", "no answer at USER_BIND");
    }
  }

  private static String outcome(
      LdapAuthenticator<LdapUser> authenticator, String username, String password) {
    try {
      return ((AuthenticationResult.Rejected<LdapUser>)
              authenticator.authenticate(username, password))
          .reason()
          .toString();
    } catch (LdapDirectoryException e) {
      return "no answer at " + e.stage();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 50})
  void directoryWithoutWhoAmIFails(int resultCode) {
    gateway.noIdentity(resultCode);
    try (var authenticator = authenticator(Directories.byUid())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.USER_BIND))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(resultCode));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@example.com",
        "EXAMPLE\\alice",
        "example.com/people/alice",
        "uid=alice,ou=people,dc=example,dc=com",
        "<GUID=00000000-0000-0000-0000-000000000000>",
        "uid=alice"
      })
  void userNameThatCouldChangeTheFormIsNeverSent(String username) {
    try (var authenticator = authenticator(Directories.byUid())) {
      no(authenticator.authenticate(username, "wonderland"), RejectionReason.INVALID_USERNAME);
      assertThat(directory.operations()).isEmpty();
    }
  }

  @Test
  void theTemplateMayBeTheUserNameAlone() {
    var users =
        UserLookup.bindName(
            "{username}",
            UserLookup.search(PEOPLE, "(userPrincipalName={username})").usernameAttribute("uid"));
    var config = LdapAuthConfig.builder(gateway.server(), users).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser carol = yes(authenticator.authenticate("carol@example.com", "carol")).ldapUser();

      assertThat(carol.username()).isEqualTo("carol");
      no(authenticator.authenticate(ALICE, "wonderland"), RejectionReason.INVALID_USERNAME);
    }
  }

  @Test
  void withoutAPasswordTheServiceAccountSearches() {
    try (var authenticator = authenticator(Directories.byUid())) {
      assertThat(authenticator.lookup("bob").orElseThrow().dn()).hasToString(BOB);
      assertThat(gateway.binds()).containsExactly(SERVICE);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.ThroughGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who signs in, and who is refused. */
class SignInStoriesTest extends ThroughGateway {

  @Test
  void aTemplateBindsOnceAndReadsTheEntry() {
    AccountStore accounts = new AccountStore();
    try (var authenticator =
        LdapAuthenticator.builder(through(template()).build(), accounts).build()) {
      yes(authenticator.authenticate("alice", "password"));
    }

    assertThat(accounts.saved).containsOnlyKeys("alice");
    assertSent("bind", "search");
    assertThat(gateway.binds()).containsExactly(ALICE);
  }

  @Test
  void anUnknownNameAndAWrongPasswordAreRefusedByOneBind() {
    AccountStore accounts = new AccountStore();
    try (var authenticator =
        LdapAuthenticator.builder(through(template()).build(), accounts).build()) {
      no(authenticator.authenticate("evil_alice", "password"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
    }

    assertThat(accounts.saved).isEmpty();
    assertSent("bind", "bind");
  }

  @Test
  void namesBeyondAsciiSignIn() {
    for (UserLookup users : List.of(template(), byUid())) {
      AccountStore accounts = new AccountStore();
      try (var authenticator =
          LdapAuthenticator.builder(through(users).build(), accounts)
              .attribute("sn", Account::setLastName)
              .build()) {
        LdapUser user = yes(authenticator.authenticate("dreßler", "password")).ldapUser();
        assertThat(user.username()).isEqualTo("dreßler");
      }
      assertThat(accounts.saved).containsOnlyKeys("dreßler");
      assertThat(accounts.saved.get("dreßler").lastName).isEqualTo("Dreßler");
    }
  }

  @Test
  void searchFindsTheUserThenBinds() {
    LdapUser alice = signIn(through(byUid()), "alice");

    assertThat(alice.dn()).hasToString(ALICE);
    assertThat(gateway.types()).containsExactly("search", "bind");
    isRefused(through(byUid()), "alice", "bogus", RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void serviceAccountFindsTheUserAndReadsTheAttributes() {
    LdapUser alice = signIn(through(byUid()).serviceAccount(BOB, "password"), "alice");

    assertThat(alice.dn()).hasToString(ALICE);
    assertThat(alice.attributes().names())
        .containsExactlyInAnyOrder(
            "objectClass",
            "uid",
            "cn",
            "uidNumber",
            "gidNumber",
            "homeDirectory",
            "givenName",
            "sn",
            "userPassword",
            "entryUUID");
    assertThat(alice.attributes().all("objectClass"))
        .containsExactly("person", "organizationalPerson", "inetOrgPerson", "posixAccount");
    assertThat(alice.attributes().all("userPassword")).containsExactly("password");
    assertThat(gateway.types()).containsExactly("bind", "search", "bind");
    assertThat(gateway.binds()).containsExactly(BOB, ALICE);
  }

  @Test
  void serviceAccountThatCannotBindFails() {
    for (UserLookup users : List.of(template(), byUid())) {
      getsNoAnswer(through(users).serviceAccount(BOB, "bogus"), Stage.SERVICE_BIND);
    }
    // The service account may bind on a thread beside the one of the user.
    assertThat(gateway.binds()).containsExactlyInAnyOrder(ALICE, BOB, BOB);
  }

  @Test
  void missingNamesAndPasswordsAreRejectedBeforeSending() {
    for (String name : new String[] {null, "", "  "}) {
      isRefused(through(template()), name, "password", RejectionReason.INVALID_USERNAME);
      isRefused(through(byUid()), name, "password", RejectionReason.INVALID_USERNAME);
    }
    isRefused(through(template()), "alice", "", RejectionReason.INVALID_PASSWORD);
    isRefused(through(template()), "alice", null, RejectionReason.INVALID_PASSWORD);

    assertThat(gateway.requests()).isEmpty();
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
  void bindByAnotherNameWithoutAnEntryIsRejected() {
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
    for (List<String> passwords :
        List.of(List.of("pa\u0308ss", "päss"), List.of(" pass ", "pass"))) {
      withEntry(
          person("uid=erin"),
          personWith("erin", passwords.get(0)),
          () -> {
            try (var authenticator = authenticator(through(template()))) {
              yes(authenticator.authenticate("erin", passwords.get(0)));
              no(
                  authenticator.authenticate("erin", passwords.get(1)),
                  RejectionReason.INVALID_CREDENTIALS);
            }
          });
    }
  }

  @Test
  void entryWithoutAPasswordRejectsAllPasswords() {
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

  @ParameterizedTest
  @CsvSource({"32, USER_NOT_FOUND", "34, USER_NOT_FOUND", "19, REFUSED_BY_DIRECTORY"})
  void otherAnswerAboutTheUserRejects(int resultCode, RejectionReason reason) {
    gateway.answerBind(resultCode);

    isRefused(through(byUid()), "alice", "password", reason);
    assertThat(gateway.types()).containsExactly("search", "bind");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 10, 51, 80})
  void answerThatIsNotAboutTheUserFails(int resultCode) {
    gateway.answerBind(resultCode);

    assertThat(getsNoAnswer(through(byUid()), Stage.USER_BIND).resultCode()).hasValue(resultCode);
    assertThat(gateway.types()).containsExactly("search", "bind");
  }

  /** It takes such a name for a DN, and calls it an invalid one. */
  @Test
  void nameThatNoUserCanBindByIsRejected() {
    isRefused(
        LdapAuthConfig.builder(
            directory.server(), UserLookup.bindName("{username}@people.test", byUid())),
        "charlie",
        "password",
        RejectionReason.USER_NOT_FOUND);
  }

  @Test
  void guardIsCalledFirstAndThenSeesTheReturnedUser() {
    List<Object> seen = new ArrayList<>();
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            seen.add(username);
            return username.equals("bob") ? Optional.of("not today") : Optional.empty();
          }

          @Override
          public Optional<String> beforeUserStore(LdapUser ldapUser) {
            seen.add(ldapUser);
            return Optional.empty();
          }
        };
    try (var authenticator =
        LdapAuthenticator.builder(through(byUid()).build(), new AccountStore())
            .guard(guard)
            .build()) {
      no(authenticator.authenticate("bob", "password"), RejectionReason.REFUSED_BY_APPLICATION);
      assertThat(gateway.requests()).isEmpty();

      LdapUser alice = yes(authenticator.authenticate(" alice", "password")).ldapUser();
      assertThat(seen).hasSize(3).startsWith("bob", "alice");
      assertThat(seen.get(2)).isSameAs(alice);
    }
  }
}

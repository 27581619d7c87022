// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.CharBuffer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malicious and unusual user names and passwords. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddInputTest {

  private final TestDirectory directory =
      Directories.people()
          .acceptUnauthenticatedBinds()
          .acceptBindsWithoutDn()
          .user("o*(neil)\\", user -> user.password("odd"))
          .user(
              "comma",
              user ->
                  user.dn("uid=Doe\\, John,ou=people,dc=example,dc=com")
                      .attribute("uid", "Doe, John")
                      .password("comma"))
          .start();

  private final LdapAuthenticator<LdapUser> bySearch =
      LdapAuthenticator.create(Directories.config(directory).build());

  private final LdapAuthenticator<LdapUser> byTemplate =
      LdapAuthenticator.create(
          Directories.config(
                  directory, UserLookup.dnTemplate("uid={username},ou=people,dc=example,dc=com"))
              .build());

  @BeforeEach
  void forget() {
    directory.forgetOperations();
  }

  @AfterAll
  void stop() {
    bySearch.close();
    byTemplate.close();
    directory.close();
  }

  static Stream<String> namesThatReachNobody() {
    return Stream.of(
        "*",
        "a*",
        "alice*",
        "*)(uid=alice",
        "*)(uid=*))(|(uid=*",
        "alice)(&)",
        "\\2a",
        "a\\00b",
        ")",
        "(",
        "\\",
        "alice,ou=people,dc=example,dc=com",
        "alice,ou=people",
        "x+uid=alice",
        "#alice",
        "alice\\",
        "alice\"b",
        "alice;b",
        "uid=alice",
        "{username}",
        "ａｌｉｃｅ",
        "al\u200Dice",
        "jose\u0301");
  }

  @ParameterizedTest
  @MethodSource("namesThatReachNobody")
  void injectedFilterTextFindsNoUser(String username) {
    no(bySearch.authenticate(username, "wonderland"), RejectionReason.USER_NOT_FOUND);

    assertThat(directory.operations().binds())
        .filteredOn(b -> !b.dn().startsWith("uid=svc"))
        .isEmpty();
    assertThat(bySearch.lookup(username)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("namesThatReachNobody")
  void injectedDnTextNeverLeavesItsRdn(String username) {
    no(byTemplate.authenticate(username, "wonderland"), RejectionReason.INVALID_CREDENTIALS);

    assertThat(directory.operations().binds())
        .singleElement()
        .satisfies(
            bind ->
                assertThat(io.github.ldapauth.entry.Dn.parse(bind.dn()).toString())
                    .endsWith(",ou=people,dc=example,dc=com"));
    assertThat(byTemplate.lookup(username)).isEmpty();
  }

  static Stream<String> namesThatAreRefusedUnseen() {
    return Stream.of(
        "",
        " ",
        "\u00A0\u2007",
        "alice\u0000",
        "alice\u0000)(x=*",
        "al\u0007ice",
        "al\nice",
        "al\u0085ice",
        "\uD800alice",
        "alice\uDC00",
        "a".repeat(257),
        "a".repeat(1 << 20));
  }

  @ParameterizedTest
  @NullSource
  @MethodSource("namesThatAreRefusedUnseen")
  void invalidNamesAreRejectedBeforeAnythingIsSent(@Nullable String username) {
    for (var authenticator : java.util.List.of(bySearch, byTemplate)) {
      no(authenticator.authenticate(username, "wonderland"), RejectionReason.INVALID_USERNAME);
      assertThat(authenticator.lookup(username)).isEmpty();
      assertThat(authenticator.populate(username).user()).isEmpty();
    }
    assertThat(directory.operations()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "\u0000", "\u0000secret", "wonderland\u0000", "wonder\uD800land"})
  void emptyPasswordsAndNulAreRejectedBeforeAnythingIsSent(@Nullable String password) {
    for (var authenticator : java.util.List.of(bySearch, byTemplate)) {
      no(authenticator.authenticate("alice", null), RejectionReason.INVALID_PASSWORD);
      no(authenticator.authenticate("alice", password), RejectionReason.INVALID_PASSWORD);
      CharBuffer characters = password == null ? null : CharBuffer.wrap(password.toCharArray());
      no(authenticator.authenticate("alice", characters), RejectionReason.INVALID_PASSWORD);
    }
    assertThat(directory.operations()).isEmpty();
  }

  @Test
  void passwordsBeyondTheLimitAreRejectedBeforeAnythingIsSent() {
    no(bySearch.authenticate("alice", "x".repeat(8193)), RejectionReason.INVALID_PASSWORD);
    no(byTemplate.authenticate("alice", "x".repeat(300_000)), RejectionReason.INVALID_PASSWORD);
    assertThat(directory.operations()).isEmpty();

    no(bySearch.authenticate("alice", "ä".repeat(8192)), RejectionReason.INVALID_CREDENTIALS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "*", "alice", "service secret", "builder", "{}", "lookup", "wonderland "})
  void noPasswordStandsForAnother(String password) {
    no(bySearch.authenticate("alice", password), RejectionReason.INVALID_CREDENTIALS);
    no(byTemplate.authenticate("alice", password), RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void aPasswordOfBlanksIsSentAsItIs() {
    directory.user("bob").password("  ");

    yes(bySearch.authenticate("bob", "  "));
    no(bySearch.authenticate("bob", " "), RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void aPasswordMayHoldAnyCharacter() {
    directory.user("bob").password("\u0007grüße 😀🂡");

    yes(bySearch.authenticate("bob", "\u0007grüße 😀🂡"));
    no(bySearch.authenticate("bob", "\u0007grüße 🂡😀"), RejectionReason.INVALID_CREDENTIALS);
  }

  @Test
  void theSameCharactersMatchLiterally() {
    yes(bySearch.authenticate("o*(neil)\\", "odd"));
    yes(byTemplate.authenticate("o*(neil)\\", "odd"));
    yes(bySearch.authenticate("Doe, John", "comma"));
    LdapUser john = yes(byTemplate.authenticate("Doe, John", "comma")).ldapUser();
    assertThat(john.username()).isEqualTo("Doe, John");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "ALICE", " alice", "alice ", "\u00A0alice\t", "alice\n"})
  void everySpellingOfANameIsTheUserOfTheEntry(String typed) {
    for (var authenticator : java.util.List.of(bySearch, byTemplate)) {
      assertThat(yes(authenticator.authenticate(typed, "wonderland")).ldapUser().username())
          .isEqualTo("alice");
    }
  }

  @Test
  void thePublicMessageIsTheSameForEveryReason() {
    Rejected<LdapUser> unknown =
        no(bySearch.authenticate("nobody", "x"), RejectionReason.USER_NOT_FOUND);
    Rejected<LdapUser> wrong =
        no(bySearch.authenticate("alice", "x"), RejectionReason.INVALID_CREDENTIALS);

    assertThat(unknown.publicMessage())
        .isEqualTo(wrong.publicMessage())
        .contains("is wrong, or you may not sign in")
        .doesNotContain("alice");
  }
}

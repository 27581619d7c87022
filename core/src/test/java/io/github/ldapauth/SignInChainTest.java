// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several directories in order. */
class SignInChainTest extends SignInChainStories {

  @Test
  void firstLinkThatKnowsTheUserAnswers() {
    try (var chain = chain()) {
      var alice = yes(chain.authenticate(" Alice", "wonderland"));

      assertThat(alice.answeredBy()).isEqualTo("head office");
      assertThat(alice.account().key).isEqualTo("alice");
      assertThat(alice.ldapUser().orElseThrow().dn()).hasToString(ALICE);
      assertThat(alice.created()).isTrue();
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void userUnknownToTheFirstLinkIsTriedAtTheNext() {
    try (var chain = chain()) {
      assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
      assertThat(first.operations().binds()).extracting("dn").containsOnly(SERVICE);

      var wrong = no(chain.authenticate("carol", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(wrong.answeredBy()).contains("branch");
    }
  }

  @Test
  void wrongPasswordOfAKnownUserIsSentToNoOtherDirectory() {
    try (var chain = chain()) {
      var wrong = no(chain.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(wrong.answeredBy()).contains("head office");
      assertThat(wrong.user()).isEmpty();
      assertThat(first.operations().binds(ALICE)).hasSize(1);
      assertThat(second.operations()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 34, 49, 53})
  void anyAnswerToTheBindEndsTheChain(int resultCode) {
    try (var chain = optionalFirst()) {
      first.faults().next(BIND).as(ALICE).answers(resultCode, "no");

      assertThat(chain.authenticate("alice", "wonderland").user()).isEmpty();
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void userRejectedByARuleEndsTheChain() {
    try (var staffOnly = authenticator(Directories.staffOnly(first).build());
        var chain =
            SignInChain.<Account>builder()
                .directory("head office", staffOnly)
                .directory("branch", branch)
                .build()) {
      no(chain.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void severalEntriesOfOneNameAreKnown() {
    var byMail = UserLookup.search(PEOPLE, "(sn={username})");
    first.user("bob").attribute("sn", "Adams");
    try (var ambiguous = authenticator(Directories.config(first, byMail).build());
        var chain =
            SignInChain.<Account>builder()
                .directory("head office", ambiguous)
                .directory("branch", branch)
                .build()) {
      no(chain.authenticate("Adams", "wonderland"), RejectionReason.AMBIGUOUS_USER);
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void userUnknownToAllLinksIsRejectedWithoutALink() {
    try (var chain = chain()) {
      var unknown = no(chain.authenticate("nobody", "x"), RejectionReason.USER_NOT_FOUND);
      var wrong = no(chain.authenticate("alice", "x"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(unknown.answeredBy()).isEmpty();
      assertThat(unknown.publicMessage())
          .isEqualTo(wrong.publicMessage())
          .contains("is wrong, or you may not sign in");
    }
  }

  @Test
  void aDirectoryThatIsDownEndsTheSignIn() {
    first.stop();
    try (var chain = chain()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("carol", "tea party"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
      assertThat(second.operations()).isEmpty();
    }
  }

  private SignInChain<Account> breakGlassFirst(SignInMethod<Account> method) {
    return SignInChain.<Account>builder()
        .method("break glass", method)
        .directory("head office", headOffice)
        .build();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "a\u0000b", "\u007f"})
  void invalidNameReachesNoLink(String username) {
    SignInMethod<Account> never =
        (name, password) -> {
          throw new AssertionError(name);
        };
    try (var chain = breakGlassFirst(never)) {
      no(chain.authenticate(username, "wonderland"), RejectionReason.INVALID_USERNAME);
      no(chain.authenticate("alice", ""), RejectionReason.INVALID_PASSWORD);
      no(chain.authenticate("alice", (String) null), RejectionReason.INVALID_PASSWORD);
    }
    assertThat(first.operations()).isEmpty();
  }

  @Test
  void aDirectoryWithADnTemplateMayOnlyBeTheLast() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    try (var byTemplate = authenticator(Directories.config(first, template).build())) {
      var builder =
          SignInChain.<Account>builder()
              .directory("template", byTemplate)
              .method("break glass", SignInChainStories::breakGlass);

      assertThat(mistakesOf(builder::build))
          .singleElement()
          .asString()
          .contains("\"template\": binds without a search", "make it the last link");

      try (var chain =
          SignInChain.<Account>builder()
              .directory("branch", branch)
              .directory("template", byTemplate)
              .build()) {
        assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
        no(chain.authenticate("nobody", "x"), RejectionReason.INVALID_CREDENTIALS);
      }
    }
  }

  @Test
  void mistakesOfTheChainAreReportedTogether() {
    var builder =
        SignInChain.<Account>builder()
            .directory("one", headOffice)
            .optionalDirectory("one", branch)
            .method(" ", SignInChainStories::breakGlass);

    assertThat(mistakesOf(builder::build))
        .containsExactly(
            "SignInChain \"one\": is the name of two links",
            "SignInChain link 3: has an empty name");
    assertThat(mistakesOf(() -> SignInChain.<Account>builder().build()))
        .containsExactly("SignInChain: has no links; call directory(...) or method(...)");
  }

  @Test
  void closingTheChainClosesAllDirectories() {
    SignInChain<Account> chain = chain();
    yes(chain.authenticate("carol", "tea party"));
    chain.close();

    for (var authenticator : new LdapAuthenticator<?>[] {headOffice, branch}) {
      assertThatIllegalStateException().isThrownBy(() -> authenticator.lookup("alice"));
    }
  }

  @Test
  void oneLogLineNamesTheLinkThatAnswered() {
    first.stop();
    try (CapturedLog log = new CapturedLog();
        var chain = optionalFirst()) {
      yes(chain.authenticate("carol", "tea party"));
      no(chain.authenticate("carol", "wr\nong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(log.lines(SignInChain.class))
          .containsExactly(
              "WARNING sign-in of \"carol\": head office failed, trying next link",
              "INFO sign-in of \"carol\": yes, from branch",
              "WARNING sign-in of \"carol\": head office failed, trying next link",
              "INFO sign-in of \"carol\": no, INVALID_CREDENTIALS, from branch");
      assertThat(log.everything()).doesNotContain("tea party", "wr\nong");
    }
  }
}

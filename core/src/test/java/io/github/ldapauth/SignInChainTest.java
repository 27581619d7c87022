// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.SignInMethod.Answer;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several directories are asked in order, and a password goes to one of them at most. */
class SignInChainTest {

  private final TestDirectory first = Directories.people().start();
  private final TestDirectory second =
      Directories.people().user("carol", user -> user.password("tea party")).start();

  private final AccountStore accounts = new AccountStore();
  private final LdapAuthenticator<Account> headOffice = authenticator(first);
  private final LdapAuthenticator<Account> branch = authenticator(second);

  @AfterEach
  void stop() {
    headOffice.close();
    branch.close();
    first.close();
    second.close();
  }

  private LdapAuthenticator<Account> authenticator(TestDirectory directory) {
    return authenticator(Directories.config(directory).build());
  }

  private LdapAuthenticator<Account> authenticator(LdapAuthConfig config) {
    return LdapAuthenticator.builder(config, accounts).build();
  }

  private SignInChain<Account> chain() {
    return SignInChain.<Account>builder()
        .directory("head office", headOffice)
        .directory("branch", branch)
        .build();
  }

  private SignInChain<Account> optionalFirst() {
    return SignInChain.<Account>builder()
        .optionalDirectory("head office", headOffice)
        .directory("branch", branch)
        .build();
  }

  private static SignInChainResult.Authenticated<Account> yes(SignInChainResult<Account> result) {
    assertThat(result).isInstanceOf(SignInChainResult.Authenticated.class);
    return (SignInChainResult.Authenticated<Account>) result;
  }

  private static SignInChainResult.Rejected<Account> no(
      SignInChainResult<Account> result, RejectionReason reason) {
    assertThat(result).isInstanceOf(SignInChainResult.Rejected.class);
    SignInChainResult.Rejected<Account> no = (SignInChainResult.Rejected<Account>) result;
    assertThat(no.reason()).isEqualTo(reason);
    return no;
  }

  @Test
  void whoeverKnowsThePersonAnswersAndNobodyBehindIsAsked() {
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
  void aPersonWhomTheFirstDoesNotKnowIsLookedForInTheNext() {
    try (var chain = chain()) {
      assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
      assertThat(first.operations().binds()).extracting("dn").containsOnly(SERVICE);

      var wrong = no(chain.authenticate("carol", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(wrong.answeredBy()).contains("branch");
    }
  }

  @Test
  void aWrongPasswordOfAKnownPersonIsSentToNobodyElse() {
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
  void whateverTheBindSaysThePersonWasKnown(int resultCode) {
    try (var chain = optionalFirst()) {
      first.faults().next(BIND).as(ALICE).answers(resultCode, "no");

      assertThat(chain.authenticate("alice", "wonderland").user()).isEmpty();
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void aPersonWhomARuleKeepsOutIsKnown() {
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
  void aPersonWhomNobodyKnowsIsRejectedByNobody() {
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

  @Test
  void anOptionalDirectoryThatIsDownIsPassedOver() {
    first.stop();
    try (var chain = optionalFirst()) {
      assertThat(yes(chain.authenticate("carol", "tea party")).answeredBy()).isEqualTo("branch");
      first.start();
      assertThat(yes(chain.authenticate("alice", "wonderland")).answeredBy())
          .isEqualTo("head office");
    }
  }

  @Test
  void anOptionalDirectoryThatIsDownMightKnowWhomNobodyElseKnows() {
    first.stop();
    try (var chain = optionalFirst()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("dora", "x"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
    }
  }

  @Test
  void anOptionalDirectoryThatFailsAfterThePasswordWasSentIsNotPassedOver() {
    var impatient =
        LdapAuthConfig.builder(
                LdapServer.url(first.url()).responseTimeout(Duration.ofMillis(300)),
                Directories.byUid())
            .serviceAccount(SERVICE, "service secret")
            .build();
    try (var chain =
        SignInChain.<Account>builder()
            .optionalDirectory("head office", authenticator(impatient))
            .directory("branch", branch)
            .build()) {
      first.faults().next(BIND).as(ALICE).neverAnswers();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.USER_BIND));
      assertThat(second.operations()).isEmpty();
    }
  }

  private SignInChain<Account> breakGlassFirst(SignInMethod<Account> method) {
    return SignInChain.<Account>builder()
        .method("break glass", method)
        .directory("head office", headOffice)
        .build();
  }

  private static Answer<Account> breakGlass(String username, char[] password) {
    if (!username.equals("root")) {
      return new Answer.UnknownUser<>();
    }
    return Arrays.equals(password, "hammer".toCharArray())
        ? new Answer.Yes<>(new Account("root"))
        : new Answer.No<>("not the break-glass password");
  }

  @Test
  void aMethodOfTheApplicationsOwnHelpsWhileTheDirectoryIsDown() {
    first.stop();
    try (var chain = breakGlassFirst(SignInChainTest::breakGlass)) {
      var root = yes(chain.authenticate("root", "hammer"));

      assertThat(root.answeredBy()).isEqualTo("break glass");
      assertThat(root.account().key).isEqualTo("root");
      assertThat(root.ldapUser()).isEmpty();
      assertThat(root.created()).isFalse();
    }
  }

  @Test
  void aMethodThatSaysNoIsTheLastOneAsked() {
    try (var chain = breakGlassFirst(SignInChainTest::breakGlass)) {
      var no = no(chain.authenticate("root", "axe"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(no.answeredBy()).contains("break glass");
      assertThat(no.detail()).isEqualTo("not the break-glass password");
      assertThat(first.operations()).isEmpty();
      yes(chain.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void aMethodThatGivesNullPassesThePasswordToNobody() {
    try (var chain = breakGlassFirst((username, password) -> null)) {
      assertThatExceptionOfType(NullPointerException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .withMessageStartingWith("sign-in method \"break glass\" of ")
          .withMessageEndingWith(" returned null");
      assertThat(first.operations()).isEmpty();
    }
  }

  @Test
  void aMethodGetsAPasswordOfItsOwnWhichIsClearedAfterwards() {
    AtomicReference<char[]> kept = new AtomicReference<>();
    SignInMethod<Account> careless =
        (username, password) -> {
          kept.set(password);
          assertThat(password).containsExactly("wonderland".toCharArray());
          return new Answer.UnknownUser<>();
        };
    char[] typed = "wonderland".toCharArray();
    try (var chain = breakGlassFirst(careless)) {
      yes(chain.authenticate("alice", CharBuffer.wrap(typed)));
    }
    assertThat(kept.get()).containsOnly('\0');
    assertThat(typed).containsExactly("wonderland".toCharArray());
  }

  @Test
  void whatAMethodThrowsReachesTheCaller() {
    for (RuntimeException oops :
        List.of(
            new IllegalStateException("Oops"),
            new LdapDirectoryException(Stage.CONNECT, "a directory of its own is down"))) {
      AtomicReference<char[]> kept = new AtomicReference<>();
      SignInMethod<Account> throwing =
          (username, password) -> {
            kept.set(password);
            throw oops;
          };
      var chain = breakGlassFirst(throwing);
      assertThatThrownBy(() -> chain.authenticate("alice", "wonderland")).isSameAs(oops);
      assertThat(kept.get()).containsOnly('\0');
    }
    assertThat(first.operations()).isEmpty();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "a\u0000b", "\u007f"})
  void anOddNameReachesNobody(String username) {
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
              .method("break glass", SignInChainTest::breakGlass);

      assertThat(mistakesOf(builder::build))
          .singleElement()
          .asString()
          .contains("\"template\": cannot tell an unknown person", "must be the last");

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
            .method(" ", SignInChainTest::breakGlass);

    assertThat(mistakesOf(builder::build))
        .containsExactly(
            "SignInChain \"one\": is the name of two links", "SignInChain link 3: has no name");
    assertThat(mistakesOf(() -> SignInChain.<Account>builder().build()))
        .containsExactly("SignInChain: asks nobody");
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
  void oneLineOfTheLogSaysWhoAnswered() {
    first.stop();
    try (CapturedLog log = new CapturedLog();
        var chain = optionalFirst()) {
      yes(chain.authenticate("carol", "tea party"));
      no(chain.authenticate("carol", "wr\nong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(log.lines(SignInChain.class))
          .containsExactly(
              "WARNING sign-in of \"carol\": no answer from head office, which is passed over",
              "INFO sign-in of \"carol\": yes, from branch",
              "WARNING sign-in of \"carol\": no answer from head office, which is passed over",
              "INFO sign-in of \"carol\": no, INVALID_CREDENTIALS, from branch");
      assertThat(log.everything()).doesNotContain("tea party", "wr\nong");
    }
  }

  /** A guard may ask a directory of its own. */
  @Test
  void whatAGuardOfAnOptionalDirectoryThrowsIsNoReasonToGoOn() {
    var outage = new LdapDirectoryException(Stage.CONNECT, "the guard's own directory is down");
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            throw outage;
          }
        };
    var config = Directories.config(first).build();
    try (var guarded = LdapAuthenticator.builder(config, accounts).guard(guard).build();
        var chain =
            SignInChain.<Account>builder()
                .optionalDirectory("head office", guarded)
                .directory("branch", branch)
                .build()) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e).isSameAs(outage));
      assertThat(second.operations()).isEmpty();
    }
  }

  @Test
  void fullPoolIsNoReasonToGoOn() throws Exception {
    var busy =
        LdapServer.url(first.url()).maxConnections(1).responseTimeout(Duration.ofMillis(300));
    var config =
        LdapAuthConfig.builder(busy, Directories.byUid())
            .serviceAccount(Directories.SERVICE, "service secret");
    HeldRequest held = first.faults().next(SEARCH).withFilter("uid=bob").holds();
    try (var headOffice = authenticator(config.build());
        var chain =
            SignInChain.<Account>builder()
                .optionalDirectory("head office", headOffice)
                .directory("branch", branch)
                .build()) {
      var waiting = new FutureTask<>(() -> headOffice.lookup("bob"));
      new Thread(waiting).start();
      held.awaitArrival();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("carol", "tea party"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.WAIT));
      held.release();
    }
    assertThat(second.operations()).isEmpty();
  }

  @Test
  void interruptedThreadIsNoReasonToGoOn() {
    try (var chain = optionalFirst()) {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> chain.authenticate("carol", "tea party"));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(second.operations()).isEmpty();
  }
}

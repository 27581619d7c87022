// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.AccountState;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignInTest {

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor(app);

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void rightPasswordLeadsToTheAccount() {
    HttpResponse<String> answer = visitor.signIn(" Alice ", "wonderland");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/");
    assertThat(visitor.get("/").body())
        .contains("Alice Liddell", "alice@example.com", "src=\"/photo\"")
        .contains("<li>chess club</li>", "<li>staff</li>", "<li>administrator</li>");
    HttpResponse<String> photo = visitor.get("/photo");
    assertThat(photo.headers().firstValue("Content-Type")).hasValue("image/jpeg");
  }

  @Test
  void wrongPasswordAndUnknownUserGetTheSameAnswer() {
    HttpResponse<String> wrong = visitor.signIn("alice", "looking glass");
    HttpResponse<String> unknown = visitor.signIn("humpty", "looking glass");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("The user name or the password is wrong");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body().replace("humpty", "alice")).isEqualTo(wrong.body());
    assertThat(visitor.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void sixthGuessIsNotSentInAnySpelling() {
    for (String spelling : new String[] {"alice", "ALICE", " alice", "Alice", "aLiCe"}) {
      visitor.signIn(spelling, "guess");
    }
    HttpResponse<String> right = new Visitor(app).signIn("alice", "wonderland");

    assertThat(right.statusCode()).isEqualTo(401);
    assertThat(right.body())
        .contains("is wrong, or you may not sign in here")
        .contains("wait five minutes");
    assertThat(app.directory.operations().binds("alice").count()).isEqualTo(5);

    app.wait(Directory.PAUSE);
    assertThat(visitor.signIn("alice", "wonderland").statusCode()).isEqualTo(303);
  }

  @Test
  void addressThatGuessesManyNamesIsReportedToWait() {
    for (int i = 0; i < 50; i++) {
      assertThat(visitor.signIn("user" + i, "123456").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> answer = visitor.signIn("alice", "wonderland");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("300");
    assertThat(answer.body()).contains("too many attempts from your network");
  }

  @Test
  void directoryThatIsDownIsNoWrongPassword() {
    app.directory.stop();
    HttpResponse<String> answer = visitor.signIn("alice", "wonderland");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(answer.body()).contains("does not answer").doesNotContain("password is wrong");
  }

  @Test
  void attemptWithoutAnswerCountsAsNoGuess() {
    for (int i = 0; i < 6; i++) {
      app.directory.faults().next(BIND).as("alice").answers(51, "busy");
      assertThat(visitor.signIn("alice", "wonderland").statusCode()).isEqualTo(503);
    }
    assertThat(visitor.signIn("alice", "wonderland").statusCode()).isEqualTo(303);
  }

  @Test
  void directoryThatHasTheUserNoMoreEndsTheSession() {
    visitor.signIn("alice", "wonderland");
    app.directory.delete("alice");
    assertThat(visitor.get("/").statusCode()).isEqualTo(200);

    app.wait(Gate.ROLES_LAST);
    assertThat(visitor.get("/").statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @EnumSource(names = {"DISABLED", "EXPIRED", "LOCKED"})
  void accountThatIsClosedEndsTheSession(AccountState state) {
    visitor.signIn("alice", "wonderland");
    app.directory.user("alice").state(state);

    app.wait(Gate.ROLES_LAST);
    assertThat(visitor.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void warningOfTheDirectoryIsShownOnce() {
    app.directory.advanceClock(Duration.ofDays(87));
    visitor.signIn("bob", "builder");

    assertThat(visitor.get("/").body()).contains("Your password expires in 2 days.");
    assertThat(visitor.get("/").body()).doesNotContain("expires in");
  }

  @Test
  void rolesFollowTheDirectoryWithinAMinute() {
    visitor.signIn("alice", "wonderland");
    assertThat(visitor.get("/staff").statusCode()).isEqualTo(200);
    app.directory.group("administrators").remove("alice");
    app.directory.group("administrators").members("bob");

    app.wait(Gate.ROLES_LAST);
    assertThat(visitor.get("/staff").statusCode()).isEqualTo(403);
    assertThat(visitor.get("/").body()).doesNotContain("<li>administrators</li>");
  }

  @Test
  void rolesThatCannotBeCheckedOpenNoPage() {
    visitor.signIn("alice", "wonderland");
    app.directory.stop();

    app.wait(Gate.ROLES_LAST);
    HttpResponse<String> answer = visitor.get("/staff");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("does not answer");
  }

  @Test
  void anotherUserOfTheSameNameGetsNoSession() {
    visitor.signIn("bob", "builder");
    app.directory.user("bob").attribute("entryUUID", UUID.randomUUID().toString());

    app.wait(Gate.ROLES_LAST);
    assertThat(visitor.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void busySessionEndsAfterEightHours() {
    visitor.signIn("alice", "wonderland");
    for (int hour = 0; hour < 8; hour++) {
      assertThat(visitor.get("/").statusCode()).isEqualTo(200);
      app.wait(Duration.ofHours(1));
    }
    app.wait(Duration.ofSeconds(1));
    assertThat(visitor.get("/").statusCode()).isEqualTo(303);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static io.github.ldapauth.testkit.Operation.Type.EXTENDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordPageTest {

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor(app);

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void userChangesThePasswordAndStaysSignedIn() {
    visitor.signIn("alice", "wonderland");
    String before = visitor.sessionId();
    HttpResponse<String> answer = visitor.changePassword("wonderland", "tropfen für süße Tiere");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(visitor.sessionId()).isNotEqualTo(before);
    assertThat(visitor.get("/").body()).contains("Your password is changed.");
    assertThat(new Visitor(app).signIn("alice", "wonderland").statusCode()).isEqualTo(401);
    assertThat(new Visitor(app).signIn("alice", "tropfen für süße Tiere").statusCode())
        .isEqualTo(303);
  }

  @Test
  void changedPasswordEndsOtherSessions() {
    Visitor stranger = new Visitor(app);
    stranger.signIn("alice", "wonderland");
    app.wait(Duration.ofSeconds(1));
    visitor.signIn("alice", "wonderland");
    visitor.changePassword("wonderland", "off with his head");

    assertThat(stranger.get("/").statusCode()).isEqualTo(303);
    assertThat(visitor.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void wrongCurrentPasswordChangesNothingAndIsAGuess() {
    visitor.signIn("alice", "wonderland");
    for (int i = 0; i < 6; i++) {
      HttpResponse<String> answer = visitor.changePassword("guess", "off with his head");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("The current password is wrong.");
    }
    assertThat(app.directory.operations().binds("alice").count()).isEqualTo(1 + 5);
    app.wait(Directory.PAUSE);
    assertThat(new Visitor(app).signIn("alice", "wonderland").statusCode()).isEqualTo(303);
  }

  @Test
  void newPasswordThatTheDirectoryRefusesIsExplained() {
    visitor.signIn("alice", "wonderland");
    app.directory.faults().next(EXTENDED).answers(19, "Password fails quality checking policy");
    HttpResponse<String> answer = visitor.changePassword("wonderland", "short");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("The new password does not follow the rules.");
  }

  @Test
  void newPasswordsThatDifferAreNotSent() {
    visitor.signIn("alice", "wonderland");
    HttpResponse<String> answer =
        visitor.submit("/password", "old", "wonderland", "new", "one", "repeated", "two");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("The two new passwords differ.");
    assertThat(app.directory.operations().extended().count()).isZero();
  }

  @Test
  void userThatMustChangeThePasswordIsLedToIt() {
    HttpResponse<String> answer = visitor.signIn("carol", "given by the help desk");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/password");
    assertThat(visitor.get("/password").body()).contains("Please change your password", "carol");
    assertThat(visitor.get("/").statusCode()).isEqualTo(303);

    visitor.changePassword("given by the help desk", "my own");
    assertThat(visitor.get("/sign-in").body()).contains("Your password is changed.");
    assertThat(visitor.signIn("carol", "my own").statusCode()).isEqualTo(303);
    assertThat(visitor.get("/").body()).contains("Carol Winter");
  }

  @Test
  void changeWithoutAnAnswerSaysToTryBoth() {
    visitor.signIn("alice", "wonderland");
    app.directory.faults().next(EXTENDED).worksButClosesConnection();
    HttpResponse<String> answer = visitor.changePassword("wonderland", "off with his head");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("did not say whether it changed your password");
  }

  @Test
  void directoryThatIsDownChangesNothing() {
    visitor.signIn("alice", "wonderland");
    app.directory.stop();
    HttpResponse<String> answer = visitor.changePassword("wonderland", "off with his head");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("does not answer");
  }
}

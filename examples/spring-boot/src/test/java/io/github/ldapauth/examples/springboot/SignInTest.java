// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.TestDirectory;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** The application with its real security and a directory: no user is a mock. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "server.address=127.0.0.1")
@Import(DirectoryForTests.class)
class SignInTest {

  @Autowired private TestDirectory directory;
  @LocalServerPort private int port;
  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser(port);
  }

  @AfterEach
  void restore() {
    directory.start();
    directory.reset();
  }

  @Test
  void rightPasswordOpensTheHomePage() throws Exception {
    assertThat(browser.signIn("alice", "wonderland").body()).isEqualTo("Welcome, Alice Liddell");
    assertThat(browser.get("/").body()).isEqualTo("Welcome, Alice Liddell");
    assertThat(directory.operations().binds("alice")).hasSize(1);
  }

  @Test
  void wrongPasswordShowsTheFormAgain() throws Exception {
    HttpResponse<String> answer = browser.signIn("alice", "wunderland");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("The user name or the password is wrong");
    assertThat(browser.get("/").uri().getPath()).isEqualTo("/login");
  }

  @Test
  void signInChangesTheSession() throws Exception {
    browser.get("/login");
    String before = browser.session();
    browser.signIn("alice", "wonderland");
    assertThat(browser.session()).isNotEqualTo(before);
  }

  @Test
  void onlyStaffMayReadTheStaffPage() throws Exception {
    assertThat(browser.getAs("alice", "wonderland", "/staff").statusCode()).isEqualTo(200);
    assertThat(browser.getAs("bob", "builder", "/staff").statusCode()).isEqualTo(403);
  }

  @Test
  void formWithoutTokenIsRejected() throws Exception {
    assertThat(browser.post("/login", "username", "alice", "password", "wonderland").statusCode())
        .isEqualTo(403);
    assertThat(directory.operations().binds("alice")).isEmpty();
  }

  @Test
  void wrongPasswordIs401() throws Exception {
    assertThat(browser.getAs("alice", "wunderland", "/").statusCode()).isEqualTo(401);
    assertThat(directory.operations().binds("alice")).hasSize(1);
  }

  @Test
  void failedDirectoryIs503() throws Exception {
    directory.faults().every(BIND).as("alice").answers(51, "busy");
    assertThat(browser.getAs("alice", "wonderland", "/").statusCode()).isEqualTo(503);
    assertThat(browser.signIn("alice", "wonderland").statusCode()).isEqualTo(503);
  }

  @Test
  void passwordThatMustBeChangedIsReported() throws Exception {
    directory.user("bob").state(AccountState.MUST_CHANGE_PASSWORD);
    assertThat(browser.signIn("bob", "builder").body())
        .contains("Please change your password first.");
  }

  @Test
  void stoppedDirectoryIsNotReady() throws Exception {
    assertThat(browser.probe("/actuator/health/readiness").statusCode()).isEqualTo(200);
    directory.stop();
    assertThat(browser.getAs("alice", "wonderland", "/").statusCode()).isEqualTo(503);
    assertThat(browser.probe("/actuator/health/readiness").statusCode()).isEqualTo(503);
    assertThat(browser.probe("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void outcomesAreCounted() throws Exception {
    browser.getAs("bob", "wrong", "/");
    assertThat(
            browser
                .getAs(
                    "alice",
                    "wonderland",
                    "/actuator/metrics/ldap.sign.in?tag=outcome:INVALID_CREDENTIALS")
                .body())
        .contains("\"COUNT\"");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.Operation;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor(app);

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void signInBeginsANewSession() {
    visitor.get("/sign-in");
    String planted = visitor.sessionId();
    visitor.signIn("alice", "wonderland");

    assertThat(visitor.sessionId()).isNotEmpty().isNotEqualTo(planted);
    assertThat(visitor.getAs(planted, "/").statusCode()).isEqualTo(303);
    assertThat(visitor.getAs(visitor.sessionId(), "/").statusCode()).isEqualTo(200);
  }

  @Test
  void inventedSessionIdIsNotTaken() {
    HttpResponse<String> answer = visitor.getAs("node0invented", "/sign-in");

    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain("invented");
  }

  @Test
  void sessionIdInTheAddressCountsForNothing() {
    visitor.signIn("alice", "wonderland");

    HttpResponse<String> answer = new Visitor(app).get("/;jsessionid=" + visitor.sessionId());
    assertThat(answer.statusCode()).isNotEqualTo(200);
  }

  @Test
  void signOutEndsTheSession() {
    visitor.signIn("alice", "wonderland");
    String id = visitor.sessionId();
    HttpResponse<String> answer = visitor.post("/sign-out", visitor.token("/"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(visitor.get("/sign-in").body()).contains("You are signed out.");
    assertThat(visitor.getAs(id, "/").statusCode()).isEqualTo(303);
  }

  @Test
  void requestThatWaitsForTheDirectoryDoesNotUndoASignOut() throws Exception {
    visitor.signIn("alice", "wonderland");
    String id = visitor.sessionId();
    String token = visitor.token("/");
    app.wait(Gate.ROLES_LAST.plusSeconds(1));
    HeldRequest held = app.directory.faults().next(Operation.Type.SEARCH).holds();
    var page = CompletableFuture.supplyAsync(() -> new Visitor(app).getAs(id, "/"));
    held.awaitArrival();
    visitor.post("/sign-out", token);
    held.release();

    assertThat(page.get().statusCode()).isEqualTo(303);
  }

  @Test
  void formOfAnotherKindIsNotRead() {
    HttpResponse<String> answer =
        visitor.with("Content-Type", "multipart/form-data; boundary=x").post("/sign-in", "none");

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void scriptsAndOtherSitesDoNotGetTheCookie() {
    String cookie = visitor.get("/sign-in").headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Domain");
  }

  @Test
  void behindTlsTheCookieTravelsByTlsOnly() {
    try (TestApp behindProxy = new TestApp("app.behind-tls-proxy", "true")) {
      String cookie =
          new Visitor(behindProxy).get("/sign-in").headers().firstValue("Set-Cookie").orElseThrow();

      assertThat(cookie).startsWith("__Host-session=").contains("Secure", "HttpOnly", "Path=/");
    }
  }

  @Test
  void formWithoutItsTokenIsRefusedBeforeAnythingIsSent() {
    visitor.get("/sign-in");
    HttpResponse<String> without =
        visitor.post("/sign-in", "", "username", "alice", "password", "wonderland");
    String ofAnother = new Visitor(app).token("/sign-in");
    HttpResponse<String> wrong =
        visitor.post("/sign-in", ofAnother, "username", "alice", "password", "wonderland");

    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(without.body()).contains("too old, or from another site");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(app.directory.operations().binds("alice").count()).isZero();
  }

  @Test
  void tokenFromBeforeTheSignInIsWorthNothing() {
    String before = visitor.token("/sign-in");
    visitor.signIn("alice", "wonderland");

    assertThat(visitor.post("/sign-out", before).statusCode()).isEqualTo(403);
    assertThat(visitor.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    visitor.signIn("alice", "wonderland");
    for (String path : new String[] {"/", "/staff", "/health", "/photo", "/style.css", "/none"}) {
      HttpResponse<String> answer = visitor.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesTest {

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor(app);

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void visitorIsSentToTheLogInPage() {
    for (String path : new String[] {"/", "/staff", "/photo", "/password"}) {
      HttpResponse<String> answer = visitor.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).hasValue("/sign-in");
    }
    assertThat(visitor.get("/style.css").statusCode()).isEqualTo(200);
  }

  @Test
  void staffPageIsForStaff() {
    visitor.signIn("bob", "builder");
    HttpResponse<String> answer = visitor.get("/staff");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("not in the group").doesNotContain("bob@example.com");
    assertThat(visitor.get("/").body()).doesNotContain("href=\"/staff\"");

    Visitor alice = new Visitor(app);
    alice.signIn("alice", "wonderland");
    assertThat(alice.get("/staff").body()).contains("alice@example.com", "bob@example.com");
  }

  @Test
  void valuesOfTheDirectoryAreNoHtml() {
    app.directory.user("bob").attribute("displayName", "<script>alert('Bob')</script>");
    visitor.signIn("bob", "builder");

    assertThat(visitor.get("/").body()).contains("&lt;script&gt;").doesNotContain("<script");
  }

  /** Some directories accept an empty name, with which a user could close a page to all. */
  @Test
  void userWithAnEmptyNameIsShownByTheUserName() {
    app.directory.user("bob").attribute("displayName", "");
    visitor.signIn("bob", "builder");
    assertThat(visitor.get("/").body()).contains("<h1 id=\"name\">bob</h1>");

    Visitor alice = new Visitor(app);
    alice.signIn("alice", "wonderland");
    assertThat(alice.get("/staff").body()).contains("bob@example.com");
  }

  @Test
  void typedUserNameIsNoHtml() {
    assertThat(visitor.signIn("\"><script>", "x").body())
        .contains("&quot;&gt;&lt;script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void photoThatIsNoJpegIsNotShown() {
    app.directory
        .user("bob")
        .attribute("jpegPhoto", "<svg onload='x'>".getBytes(StandardCharsets.UTF_8));
    visitor.signIn("bob", "builder");

    assertThat(visitor.get("/").body()).contains(">B</span>").doesNotContain("/photo");
    assertThat(visitor.get("/photo").statusCode()).isEqualTo(404);
  }

  @Test
  void healthPageTellsProbesByStatus() {
    assertThat(visitor.get("/health").statusCode()).isEqualTo(200);

    app.directory.stop();
    visitor.signIn("alice", "wonderland");
    HttpResponse<String> down = visitor.get("/health");
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.body()).contains("may not be able to sign in");
  }

  @Test
  void healthPageTellsOnlyAdministratorsDetails() {
    assertThat(visitor.get("/health").body()).doesNotContain("127.0.0.1");

    visitor.signIn("bob", "builder");
    assertThat(visitor.get("/health").body()).doesNotContain("127.0.0.1");

    Visitor alice = new Visitor(app);
    alice.signIn("alice", "wonderland");
    assertThat(alice.get("/health").body())
        .contains(app.directory.hostAndPort(), "Service account", "at most 16");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.TestDirectory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {

  @TempDir static Path folder;

  private static final Properties BEFORE = (Properties) System.getProperties().clone();
  private static TestDirectory directory;
  private static Server server;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    directory = Demo.embeddedDirectory();
    Demo.use(directory);
    server = Server.start(0, folder);
  }

  @BeforeEach
  void reset() {
    directory.reset();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    directory.close();
    System.setProperties(BEFORE);
  }

  private HttpResponse<String> get(String credentials) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/staff"));
    if (!credentials.isEmpty()) {
      byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void memberOfTheGroupGetsThePage() throws Exception {
    HttpResponse<String> answer = get("Alice:wonderland");

    assertThat(answer.body()).contains("Hello, alice");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void userWithoutTheRoleIsForbidden() throws Exception {
    assertThat(get("bob:grüne Äpfel").statusCode()).isEqualTo(403);
  }

  @Test
  void wrongPasswordAndNoPasswordAreUnauthorized() throws Exception {
    assertThat(get("alice:looking glass").statusCode()).isEqualTo(401);
    HttpResponse<String> without = get("");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
    assertThat(directory.operations().binds("alice").count()).isEqualTo(1);
  }

  @Test
  void directoryThatFailsIsNoWrongPassword() throws Exception {
    directory.faults().next(BIND).as("alice").answers(51, "busy");
    HttpResponse<String> answer = get("alice:wonderland");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
  }

  @Test
  void malformedCredentialsAreUnauthorized() throws Exception {
    assertThat(get("no colon").statusCode()).isEqualTo(401);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client with cookies, that follows redirects. */
final class Browser {

  private static final Pattern CSRF =
      Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

  private final URI home;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  Browser(int port) {
    home = URI.create("http://127.0.0.1:" + port);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(home.resolve(path)).header("Accept", "text/html"));
  }

  /** Sends no credentials and no cookies that matter, as the probe of a container platform. */
  HttpResponse<String> probe(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(home.resolve(path)));
  }

  /** As a program that signs in with each request. */
  HttpResponse<String> getAs(String username, String password, String path)
      throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    return send(
        HttpRequest.newBuilder(home.resolve(path)).header("Authorization", "Basic " + credentials));
  }

  HttpResponse<String> signIn(String username, String password)
      throws IOException, InterruptedException {
    Matcher token = CSRF.matcher(get("/login").body());
    if (!token.find()) {
      throw new IOException("the form has no token");
    }
    return post("/login", "username", username, "password", password, "_csrf", token.group(1));
  }

  HttpResponse<String> post(String path, String... fields)
      throws IOException, InterruptedException {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(fields[i]).append('=');
      form.append(URLEncoder.encode(fields[i + 1], UTF_8));
    }
    return send(
        HttpRequest.newBuilder(home.resolve(path))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString())));
  }

  String session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("JSESSIONID"))
        .findAny()
        .orElseThrow()
        .getValue();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without a window: it keeps cookies and submits forms, and follows no redirect. */
final class Visitor {

  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  private final TestApp app;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.NEVER).build();

  private final Map<String, String> headers = new HashMap<>();

  Visitor(TestApp app) {
    this.app = app;
  }

  /** Sends a header with each request. */
  Visitor with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(app.url(path))));
  }

  /** Submits the form on a page: the name of a field, its value, and so on. */
  HttpResponse<String> submit(String path, String... fields) {
    return post(path, token(path), fields);
  }

  /** Returns the token in the form on a page. */
  String token(String path) {
    Matcher token = TOKEN.matcher(get(path).body());
    if (!token.find()) {
      throw new AssertionError("no form on " + path);
    }
    return token.group(1);
  }

  HttpResponse<String> post(String path, String token, String... fields) {
    StringJoiner form = new StringJoiner("&");
    form.add("token=" + token);
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        HttpRequest.newBuilder(URI.create(app.url(path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString())));
  }

  HttpResponse<String> signIn(String username, String password) {
    return submit("/sign-in", "username", username, "password", password);
  }

  HttpResponse<String> changePassword(String oldPassword, String newPassword) {
    return submit("/password", "old", oldPassword, "new", newPassword, "repeated", newPassword);
  }

  /** Returns the id of the session. */
  String sessionId() {
    return cookies.getCookieStore().getCookies().stream()
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    headers.forEach(request::setHeader);
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Asks for a page with another session. */
  HttpResponse<String> getAs(String sessionId, String path) {
    return new Visitor(app)
        .send(
            HttpRequest.newBuilder(URI.create(app.url(path)))
                .header("Cookie", "session=" + sessionId));
  }
}

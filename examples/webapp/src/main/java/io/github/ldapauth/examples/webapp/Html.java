// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.samskivert.mustache.Mustache;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Renders pages from the templates; every value is escaped. */
final class Html {

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(true)
          .emptyStringIsFalse(true)
          .defaultValue("")
          .withLoader(Html::template);

  private static final Map<String, String> HEADINGS =
      Map.of(
          "sign-in", "Sign in",
          "me", "My account",
          "staff", "Staff",
          "password", "Change your password",
          "health", "Health");

  private Html() {}

  private static Reader template(String name) {
    String path = "/templates/" + name + ".html";
    InputStream stream =
        Objects.requireNonNull(Html.class.getResourceAsStream(path), () -> path + " is missing");
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  /** Answers with a page. */
  static void render(Context ctx, String name, Map<String, Object> values) {
    Session session = Session.of(ctx);
    Map<String, Object> all = new HashMap<>(values);
    all.putIfAbsent("heading", HEADINGS.getOrDefault(name, ""));
    session
        .user()
        .ifPresent(
            user -> {
              all.put("user", user.name());
              all.put("isStaff", user.roles().contains(Role.STAFF));
            });
    session.takeMessage().ifPresent(message -> all.putIfAbsent("message", message));
    if (session.user().isPresent() || name.equals("sign-in") || name.equals("password")) {
      all.put("token", session.token()); // pages without a form need no session
    }
    try (Reader template = template(name)) {
      ctx.html(COMPILER.compile(template).execute(all)).contentType("text/html; charset=utf-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers with a page that only says what went wrong. */
  static void error(Context ctx, int status, String heading, String text) {
    ctx.status(status);
    render(ctx, "error", Map.of("heading", heading, "text", text));
  }
}

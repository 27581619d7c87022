// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session of a browser: its user, its token against forged requests, and a message. */
final class Session {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String USER = "user";
  private static final String TOKEN = "token";
  private static final String MESSAGE = "message";
  private static final String MUST_CHANGE = "must change";

  private final Context ctx;

  private Session(Context ctx) {
    this.ctx = ctx;
  }

  static Session of(Context ctx) {
    return new Session(ctx);
  }

  /** Begins a new session, so that an id that an attacker planted is worth nothing. */
  void signIn(SignedIn user) {
    signOut();
    set(USER, user);
  }

  void signOut() {
    HttpSession session = ctx.req().getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  Optional<SignedIn> user() {
    return get(USER, SignedIn.class);
  }

  /** Replaces what is known of the user; false if the user has signed out in the meantime. */
  boolean update(SignedIn user) {
    HttpSession session = ctx.req().getSession(false);
    if (session == null) {
      return false;
    }
    session.setAttribute(USER, user);
    return true;
  }

  /** Returns the token that each form of this session contains. */
  String token() {
    return get(TOKEN, String.class)
        .orElseGet(
            () -> {
              byte[] bytes = new byte[32];
              RANDOM.nextBytes(bytes);
              String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
              set(TOKEN, token);
              return token;
            });
  }

  /** Returns whether this is the token of this session. */
  boolean isToken(@Nullable String sent) {
    return sent != null
        && get(TOKEN, String.class)
            .map(
                token ->
                    MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        sent.getBytes(StandardCharsets.UTF_8)))
            .orElse(false);
  }

  /** Sets the message that the next page shows. */
  void say(String message) {
    set(MESSAGE, message);
  }

  Optional<String> takeMessage() {
    Optional<String> message = get(MESSAGE, String.class);
    message.ifPresent(unused -> ctx.req().getSession().removeAttribute(MESSAGE));
    return message;
  }

  /** Returns the user name of a visitor that has to change the password before a sign-in. */
  Optional<String> mustChange() {
    return get(MUST_CHANGE, String.class);
  }

  void setMustChange(String username) {
    set(MUST_CHANGE, username);
  }

  private <T> Optional<T> get(String name, Class<T> type) {
    HttpSession session = ctx.req().getSession(false);
    return Optional.ofNullable(session).map(present -> present.getAttribute(name)).map(type::cast);
  }

  private void set(String name, Object value) {
    ctx.req().getSession().setAttribute(name, value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.PasswordChangeResult;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Changes the password of a signed-in user, or of one that must do so before signing in. */
final class PasswordPage {

  private final Directory directory;
  private final Clients clients;
  private final Gate gate;

  PasswordPage(Directory directory, Clients clients, Gate gate) {
    this.directory = directory;
    this.clients = clients;
    this.gate = gate;
  }

  private static Optional<String> username(Session session) {
    return session.user().map(SignedIn::username).or(session::mustChange);
  }

  void show(Context ctx) {
    username(Session.of(ctx))
        .ifPresentOrElse(
            username -> Html.render(ctx, "password", Map.of("username", username)),
            () -> ctx.redirect("/sign-in", HttpStatus.SEE_OTHER));
  }

  void submit(Context ctx) {
    Optional<String> username = username(Session.of(ctx));
    if (username.isEmpty()) {
      ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
      return;
    }
    String oldPassword = field(ctx, "old");
    String newPassword = field(ctx, "new");
    if (!newPassword.equals(field(ctx, "repeated"))) {
      showAgain(ctx, 422, username.get(), "The two new passwords differ.");
      return;
    }
    try {
      answer(
          ctx,
          username.get(),
          directory.changePassword(
              clients.addressOf(ctx), username.get(), oldPassword, newPassword));
    } catch (LdapDirectoryException e) {
      ctx.header("Retry-After", "30");
      showAgain(
          ctx,
          503,
          username.get(),
          e.stage() == Stage.CHANGE_PASSWORD
              ? "The company directory did not say whether it changed your password. Please try"
                  + " both, the new one first."
              : Messages.DIRECTORY_UNAVAILABLE);
    }
  }

  private static String field(Context ctx, String name) {
    return Objects.requireNonNullElse(ctx.formParam(name), "");
  }

  private void answer(Context ctx, String username, PasswordChangeResult result) {
    if (result instanceof Changed changed) {
      finish(ctx, changed);
    } else if (result instanceof Refused no) {
      showAgain(ctx, 422, username, text(no.reason()));
    } else if (result instanceof Rejected no) {
      boolean braked = directory.isBraked(clients.addressOf(ctx));
      showAgain(ctx, braked ? 429 : 401, username, braked ? Messages.TOO_MANY_ATTEMPTS : text(no));
    }
  }

  /** Ends all other sessions of the user, and gives this one a new id. */
  private void finish(Context ctx, Changed changed) {
    gate.endSessionsOf(changed.dn());
    Session session = Session.of(ctx);
    Optional<SignedIn> user = session.user();
    session.signOut();
    user.ifPresent(present -> session.signIn(gate.restarted(present)));
    session.say("Your password is changed." + (user.isPresent() ? "" : " Please sign in."));
    ctx.redirect(user.isPresent() ? "/" : "/sign-in", HttpStatus.SEE_OTHER);
  }

  private static void showAgain(Context ctx, int status, String username, String error) {
    ctx.status(status);
    Html.render(ctx, "password", Map.of("username", username, "error", error));
  }

  private static String text(Rejected no) {
    return no.reason() == RejectionReason.PASSWORD_EXPIRED
        ? "Your password has expired. Please ask the help desk for a new one."
        : "The current password is wrong. " + Messages.PAUSE;
  }

  private static String text(NewPasswordRefusal reason) {
    return switch (reason) {
      case TOO_SHORT -> "The new password is too short.";
      case TOO_WEAK, AGAINST_POLICY -> "The new password does not follow the rules.";
      case USED_BEFORE -> "Please choose a password that you never had.";
      case CHANGED_TOO_RECENTLY -> "You changed your password too recently.";
      case NOT_ALLOWED, NOT_OFFERED -> "Please ask the help desk to change your password.";
    };
  }
}

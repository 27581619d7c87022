// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The log-in page, and the way out. */
final class SignInPage {

  private final Directory directory;
  private final Clients clients;

  SignInPage(Directory directory, Clients clients) {
    this.directory = directory;
    this.clients = clients;
  }

  void show(Context ctx) {
    if (Session.of(ctx).user().isPresent()) {
      ctx.redirect("/", HttpStatus.SEE_OTHER);
    } else {
      Html.render(ctx, "sign-in", Map.of("username", ""));
    }
  }

  void submit(Context ctx) {
    String username = Objects.requireNonNullElse(ctx.formParam("username"), "");
    String password = Objects.requireNonNullElse(ctx.formParam("password"), "");
    Instant before = directory.now();
    AuthenticationResult<Account> result;
    try {
      result = directory.signIn(clients.addressOf(ctx), username, password);
    } catch (LdapDirectoryException e) {
      ctx.header("Retry-After", "30");
      showAgain(ctx, 503, username, Messages.DIRECTORY_UNAVAILABLE);
      return;
    }
    if (result instanceof Authenticated<Account> yes) {
      Session session = Session.of(ctx);
      session.signIn(directory.session(yes, before));
      warning(yes.status()).ifPresent(session::say);
      ctx.redirect("/", HttpStatus.SEE_OTHER);
    } else if (result instanceof Rejected<Account> no) {
      reject(ctx, username, no);
    }
  }

  private void reject(Context ctx, String username, Rejected<Account> no) {
    if (no.reason() == RejectionReason.REFUSED_BY_APPLICATION) {
      refuse(ctx, username, no);
    } else if (mayChangePassword(no)) {
      Session.of(ctx).setMustChange(username);
      Session.of(ctx).say("Please change your password. Then sign in with the new one.");
      ctx.redirect("/password", HttpStatus.SEE_OTHER);
    } else {
      showAgain(ctx, 401, username, no.publicMessage() + " " + Messages.PAUSE);
    }
  }

  /** Returns whether the user, not a stranger, needs a new password. */
  private static boolean mayChangePassword(Rejected<Account> no) {
    return no.status().password() == PasswordProof.RIGHT
        && switch (no.reason()) {
          case MUST_CHANGE_PASSWORD, PASSWORD_EXPIRED -> true;
          default -> false;
        };
  }

  /**
   * Tells of the brake only if it is the address that is braked. Only an entry that exists has a
   * brake of its own, so a message about that would tell a stranger which user names exist.
   */
  private void refuse(Context ctx, String username, Rejected<Account> no) {
    if (directory.isBraked(clients.addressOf(ctx))) {
      ctx.header("Retry-After", Long.toString(Directory.PAUSE.toSeconds()));
      showAgain(ctx, 429, username, Messages.TOO_MANY_ATTEMPTS);
    } else {
      showAgain(ctx, 401, username, no.publicMessage() + " " + Messages.PAUSE);
    }
  }

  private static void showAgain(Context ctx, int status, String username, String error) {
    ctx.status(status);
    Html.render(ctx, "sign-in", Map.of("username", username, "error", error));
  }

  private static Optional<String> warning(AccountStatus status) {
    return status.graceLoginsLeft().isPresent()
        ? Optional.of("Your password has expired. Please change it now.")
        : status.warning().map(warning -> "Your " + warning + ".");
  }

  void signOut(Context ctx) {
    Session.of(ctx).signOut();
    Session.of(ctx).say("You are signed out.");
    ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
  }
}

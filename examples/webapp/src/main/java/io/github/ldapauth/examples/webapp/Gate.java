// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Stands before every page: checks the user, the roles and the token of a form. */
final class Gate {

  /** After this time, the directory is asked again what the user may do. */
  static final Duration ROLES_LAST = Duration.ofMinutes(1);

  /** After this time, a user has to sign in again, however busy the session. */
  static final Duration SESSION_LASTS = Duration.ofHours(8);

  private final Directory directory;
  private final InstantSource clock;
  private final Cache<String, Instant> ended =
      Caffeine.newBuilder().expireAfterWrite(SESSION_LASTS).build();

  Gate(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Lets the request pass, sends the visitor to the log-in page, or throws. */
  void check(Context ctx) {
    Session session = Session.of(ctx);
    if (ctx.isMultipart()) { // stored on disk, whatever its size
      throw new HttpResponseException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(), "Send a plain form.");
    }
    if (!isSafe(ctx.method()) && !session.isToken(ctx.formParam("token"))) {
      throw new ForbiddenResponse("This form is too old, or from another site.");
    }
    if (session.user().filter(this::isOver).isPresent()) {
      session.signOut();
    }
    Set<? extends RouteRole> required =
        ctx.routeRoles().isEmpty() ? Set.of(Role.USER) : ctx.routeRoles();
    if (!required.contains(Role.VISITOR)) {
      checkUser(ctx, session, required);
    }
  }

  /** Returns the user on a page for visitors; as last known while the directory fails. */
  Optional<SignedIn> user(Session session) {
    return session
        .user()
        .flatMap(
            known -> {
              try {
                return current(session, known);
              } catch (LdapDirectoryException e) {
                return Optional.of(known);
              }
            });
  }

  private void checkUser(Context ctx, Session session, Set<? extends RouteRole> required) {
    Optional<SignedIn> user = session.user().flatMap(known -> current(session, known));
    if (user.isEmpty()) {
      ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
      ctx.skipRemainingHandlers();
    } else if (Collections.disjoint(user.get().roles(), required)) {
      throw new ForbiddenResponse("You are not in the group that may see this page.");
    }
  }

  private static boolean isSafe(HandlerType method) {
    return method.equals(HandlerType.GET) || method.equals(HandlerType.HEAD);
  }

  private boolean isOver(SignedIn user) {
    Instant end = ended.getIfPresent(user.dn());
    return clock.instant().isAfter(user.since().plus(SESSION_LASTS))
        || (end != null && user.since().isBefore(end));
  }

  /** Returns the user as the directory knows it now, or signs the user out. */
  private Optional<SignedIn> current(Session session, SignedIn user) {
    if (clock.instant().isBefore(user.checkedAt().plus(ROLES_LAST))) {
      return Optional.of(user);
    }
    Optional<SignedIn> current = directory.refresh(user);
    if (current.isEmpty()) {
      session.signOut();
    }
    return current.filter(session::update);
  }

  /** Ends the sessions that a user began before now. */
  void endSessionsOf(String dn) {
    ended.put(dn.toLowerCase(Locale.ROOT), clock.instant());
  }

  /** Returns the same user, signed in now. */
  SignedIn restarted(SignedIn user) {
    return new SignedIn(
        user.key(),
        user.username(),
        user.dn(),
        user.name(),
        user.roles(),
        clock.instant(),
        user.checkedAt());
  }
}

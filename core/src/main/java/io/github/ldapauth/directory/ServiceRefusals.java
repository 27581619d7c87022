// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers of all servers of an authenticator to binds of the service account. They decide
 * whether the next bind may be sent.
 *
 * <p>After a wrong password, no server gets another bind until the pause ends, with two exceptions.
 * A server gets the password that it accepted before, unless that is the refused one. One more bind
 * is tried at once: with a new password, or with the refused one at a server that accepted it
 * before, as the other server may lag behind.
 */
final class ServiceRefusals {

  private final LongSupplier nanoTime;
  private final Map<String, ServerState> servers = new HashMap<>();

  /** The last wrong password, at any server. */
  private @Nullable ServiceRefusal wrong;

  private boolean isSecondTryUsed;
  private boolean isAcceptedSinceWrong;

  private static final class ServerState {
    String accepted = "";
    long acceptedAt;
    @Nullable ServiceRefusal last;

    boolean accepts(String hash) {
      return accepted.equals(hash);
    }

    boolean refuses(String hash, long now) {
      return last != null && !last.isOver(now) && (!last.isWrongPassword() || last.isOf(hash));
    }
  }

  ServiceRefusals(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Returns the refusal that blocks a bind at all of the servers; empty if one may get it. */
  synchronized Optional<ServiceRefusal> blocking(Collection<String> addresses, String hash) {
    ServiceRefusal first = null;
    for (String address : addresses) {
      ServiceRefusal refusal = blocking(servers.get(address), hash);
      if (refusal == null) {
        return Optional.empty();
      }
      first = first == null ? refusal : first;
    }
    return Optional.ofNullable(first);
  }

  /**
   * Returns the state of the account at these servers. Which password comes next is not known, so a
   * pause holds for each.
   */
  synchronized Health.ServiceAccount health(Collection<String> addresses) {
    boolean isAccepted = false;
    boolean isPaused = true;
    ServiceRefusal first = null;
    for (String address : addresses) {
      ServerState server = servers.get(address);
      ServiceRefusal refusal = server == null ? null : server.last;
      boolean hasAccepted = server != null && !server.accepted.isEmpty();
      if (refusal == null && !hasAccepted) {
        refusal = wrong;
      }
      isAccepted |= hasAccepted && refusal == null;
      isPaused &= refusal != null && !refusal.isOver(now());
      first = first == null ? refusal : first;
    }
    return new Health.ServiceAccount(
        isAccepted, isPaused ? Optional.ofNullable(first).map(this::pause) : Optional.empty());
  }

  private Health.Pause pause(ServiceRefusal refusal) {
    Duration left = refusal.pauseLeft(now());
    Instant until = Instant.now().plus(left);
    return new Health.Pause(until.minus(refusal.pause()), until, refusal.message());
  }

  private @Nullable ServiceRefusal blocking(@Nullable ServerState server, String hash) {
    if (server != null && server.refuses(hash, now())) {
      return server.last;
    }
    if (wrong == null || wrong.isOver(now())) {
      return null;
    }
    boolean accepts = server != null && server.accepts(hash);
    boolean mayTry = wrong.isOf(hash) ? accepts && !isSecondTryUsed : accepts || !isSecondTryUsed;
    return mayTry ? null : wrong;
  }

  /** Returns whether a password other than the wrong one may be sent during the pause. */
  synchronized boolean mayTryAnother() {
    return !isSecondTryUsed;
  }

  /** Returns whether the server accepted the password after the given time. */
  synchronized boolean isAcceptedAfter(String address, String hash, long time) {
    ServerState server = servers.get(address);
    return server != null && server.accepts(hash) && server.acceptedAt - time > 0;
  }

  synchronized void accepted(String address, String hash) {
    ServerState server = servers.computeIfAbsent(address, a -> new ServerState());
    server.accepted = hash;
    server.acceptedAt = now();
    if (server.last != null && (!server.last.isWrongPassword() || server.last.isOf(hash))) {
      server.last = null;
    }
    isAcceptedSinceWrong = true;
    if (wrong != null && (wrong.isOf(hash) || wrong.isOver(now()))) {
      wrong = null;
    }
  }

  synchronized void refused(
      String address, String hash, boolean isWrongPassword, ResultCode code, String message) {
    ServerState server = servers.computeIfAbsent(address, a -> new ServerState());
    ServiceRefusal refusal = new ServiceRefusal(message, code, hash, isWrongPassword, now());
    boolean isSamePassword = server.last != null && server.last.isOf(hash);
    server.last = refusal.after(isSamePassword ? server.last : null);
    if (isWrongPassword) {
      server.accepted = server.accepts(hash) ? "" : server.accepted;
      refusedEverywhere(refusal);
    }
  }

  private void refusedEverywhere(ServiceRefusal refusal) {
    boolean isFirst = wrong == null || (wrong.isOver(now()) && isAcceptedSinceWrong);
    boolean isSecondTry = wrong != null && !wrong.isOver(now());
    wrong = isFirst || isSecondTry ? refusal : refusal.after(wrong);
    isSecondTryUsed = !isFirst && (isSecondTry || isSecondTryUsed);
    isAcceptedSinceWrong = false;
  }
}

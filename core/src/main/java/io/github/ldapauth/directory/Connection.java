// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.Clock.Moment;
import io.github.ldapauth.directory.DeadlineSocket.Idle;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection of a pool: its messages, and what the pool knows of it. */
final class Connection {

  private static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final Duration TRUSTED_IDLE_TIME = Duration.ofSeconds(10);
  private static final long REST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(1).toNanos();

  private final DeadlineSocket socket;
  private final @Nullable TlsSocket tls;
  private final LdapMessages messages;
  private final Endpoint endpoint;
  private final Clock clock;
  private final Moment openedAt;
  private final long maxAge;
  private final AtomicBoolean isTaken = new AtomicBoolean(true);
  private Moment lastUse;
  private long breaks;
  private long limitMillis;
  private boolean isProven;

  /** Whether it stayed open after an answer, as some servers close a connection after each. */
  private boolean staysOpen;

  /**
   * Takes over a connection.
   *
   * @param tls the secured socket; null in clear text
   */
  Connection(DeadlineSocket socket, @Nullable TlsSocket tls, Endpoint endpoint, Clock clock)
      throws IOException {
    this.socket = socket;
    this.tls = tls;
    Socket stream = tls == null ? socket : tls.socket();
    this.messages = new LdapMessages(stream.getInputStream(), stream.getOutputStream());
    this.endpoint = endpoint;
    this.clock = clock;
    this.openedAt = clock.now();
    this.lastUse = openedAt;
    this.breaks = endpoint.server().breaks();
    // Connections that were opened together are not replaced together.
    this.maxAge = MAX_AGE.toNanos() - ThreadLocalRandom.current().nextLong(MAX_AGE.toNanos() / 10);
  }

  LdapMessages messages() {
    return messages;
  }

  /** Returns what the server showed in the TLS handshake; empty in clear text. */
  Optional<ServerTls> tls() {
    return tls == null ? Optional.empty() : Optional.of(ServerTls.of(tls.socket().getSession()));
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the server as {@code host:port}. */
  String hostPort() {
    return endpoint.toString();
  }

  boolean isClearText() {
    return tls == null;
  }

  /** Returns the hint if the server closed the connection before its first answer. */
  PortHint ifClosed() {
    return tls == null ? PortHint.ifClosed() : tls.ifClosed();
  }

  /** Limits the next request and its answer. */
  void limit(long millis) {
    limitMillis = millis;
    socket.limit(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Ends the limit, as the answer is there. */
  void unlimit() {
    socket.unlimit();
  }

  /** Returns the limit of the last request, in milliseconds. */
  long limitMillis() {
    return limitMillis;
  }

  /** Returns whether the last request was not answered within its limit. */
  boolean isOver() {
    return socket.isOver();
  }

  /** Returns whether nothing but the answer to the last request arrived, as far as is known. */
  boolean isReusable() {
    return !socket.isClosed() && !messages.hasUnread();
  }

  /** Returns whether a request was answered on it. */
  boolean isProven() {
    return isProven;
  }

  /** Marks the connection as one on which a request was answered just now. */
  void used() {
    isProven = true;
    lastUse = clock.now();
    breaks = endpoint.server().breaks();
  }

  boolean isOld() {
    return openedAt.isOlderThan(maxAge, clock.now());
  }

  /** Returns whether the connection may be broken without a sign of it. */
  boolean isSuspect() {
    return breaks != endpoint.server().breaks()
        || socket.hasEarlyData()
        || lastUse.isOlderThan(TRUSTED_IDLE_TIME.toNanos(), clock.now());
  }

  /**
   * Returns whether to prefer the connection: a server may be busy with it for a moment after an
   * answer, and one that may be broken must be tested.
   */
  boolean isRested() {
    return clock.nanos() - lastUse.nanos() >= REST_NANOS && !isSuspect();
  }

  /**
   * See {@link DeadlineSocket#look}. A look costs five system calls, so it is left out within a
   * millisecond after an answer.
   */
  Idle look() {
    if (staysOpen && clock.nanos() - lastUse.nanos() < LOOK_AGAIN_NANOS) {
      return socket.hasEarlyData() ? Idle.DATA : Idle.NOTHING;
    }
    Idle found = socket.look();
    staysOpen |= isProven && found == Idle.NOTHING;
    return found;
  }

  /** Takes an idle connection; false if another thread has it. */
  boolean take() {
    return isTaken.compareAndSet(false, true);
  }

  void putBack() {
    isTaken.set(false);
  }

  /** Sends an unbind, unless the server does not answer, and closes the connection at once. */
  void close() {
    if (socket.isOver()) {
      abort();
      return;
    }
    socket.stopReading();
    messages.unbind();
    if (tls != null) {
      tls.close();
    }
    socket.close();
  }

  /** Closes a connection on which nothing can be sent any more. */
  void abort() {
    socket.close();
  }
}

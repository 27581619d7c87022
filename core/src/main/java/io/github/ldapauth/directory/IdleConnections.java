// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of a pool.
 *
 * <p>A connection is tested before it is lent if it was idle for ten seconds, or was last used
 * before any connection to the directory broke. So no sign-in fails after a restart of the
 * directory, although a bind as a user is never sent twice.
 */
final class IdleConnections {

  private static final Duration TRUSTED_IDLE_TIME = Duration.ofSeconds(10);
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final LdapServer server;
  private final ServerOrder order;
  private final AtomicLong lastBreak;

  /** The clock of the SDK. Unlike {@link System#nanoTime}, it goes on in a suspended machine. */
  private final InstantSource clock;

  /** The one used last comes first, so that all others have been idle longer. */
  private final Deque<LDAPConnection> connections = new ConcurrentLinkedDeque<>();

  IdleConnections(LdapServer server, ServerOrder order, AtomicLong lastBreak, InstantSource clock) {
    this.server = server;
    this.order = order;
    this.lastBreak = lastBreak;
    this.clock = clock;
  }

  /**
   * Takes a connection that can be lent; null if there is none. If it fails its test, all others
   * are closed too.
   */
  @Nullable LDAPConnection take(int only, Deadline deadline) {
    LDAPConnection connection = firstFitting(only);
    if (connection == null || isUsable(connection, deadline)) {
      return connection;
    }
    closeAll();
    return null;
  }

  /** Also closes connections that are old, or lead to a server that is no longer the first. */
  @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // a concurrent queue allows it
  private @Nullable LDAPConnection firstFitting(int only) {
    int wanted = only == ServerOrder.ANY ? order.first() : only;
    for (LDAPConnection connection : connections) {
      boolean fits = order.serverOf(connection) == wanted;
      boolean isOver = isOld(connection) || (!fits && only == ServerOrder.ANY);
      if ((fits || isOver) && connections.remove(connection)) {
        if (!isOver) {
          return connection;
        }
        connection.close();
      }
    }
    return null;
  }

  /** Returns whether an idle connection can be lent, and closes it if not. */
  private boolean isUsable(LDAPConnection connection, Deadline deadline) {
    boolean usable = false;
    try {
      usable = !isSuspect(connection) || answers(connection, deadline);
    } finally {
      if (!usable) {
        connection.close();
      }
    }
    return usable;
  }

  private boolean isOld(LDAPConnection connection) {
    return hasPassedSince(connection.getConnectTime(), MAX_AGE);
  }

  private boolean isSuspect(LDAPConnection connection) {
    long lastUse = connection.getLastCommunicationTime();
    return lastUse <= lastBreak() || hasPassedSince(lastUse, TRUSTED_IDLE_TIME);
  }

  /** Also true if the clock was set back since then, as the time that passed is unknown. */
  private boolean hasPassedSince(long start, Duration time) {
    long passed = clock.millis() - start;
    return passed < 0 || passed > time.toMillis();
  }

  /** If the clock was set back since the break, that counts as one of now. */
  private long lastBreak() {
    long time = lastBreak.get();
    long now = clock.millis();
    if (time > now) {
      lastBreak.compareAndSet(time, now);
    }
    return Math.min(time, now);
  }

  /**
   * Searches the root DSE for no attributes. Any answer shows that the connection works, even an
   * error.
   */
  private boolean answers(LDAPConnection connection, Deadline deadline) {
    SearchRequest probe =
        new SearchRequest("", SearchScope.BASE, Filter.createPresenceFilter("objectClass"), "1.1");
    probe.setFollowReferrals(false);
    probe.setResponseTimeoutMillis(deadline.millisFor(Stage.CONNECT, server.connectTimeout()));
    try {
      Exchange.make(
          Stage.CONNECT,
          connection,
          deadline.trace(),
          () -> "probe of the root DSE",
          () -> connection.search(probe));
      return true;
    } catch (LDAPException e) {
      return e.getResultCode().isConnectionUsable();
    }
  }

  /** Adds a connection that works. */
  void add(LDAPConnection connection) {
    connections.addFirst(connection);
  }

  /** Marks all connections to the directory for a test before they are lent again. */
  void suspectAll() {
    lastBreak.set(clock.millis());
  }

  void closeAll() {
    for (LDAPConnection next = connections.pollFirst();
        next != null;
        next = connections.pollFirst()) {
      next.close();
    }
  }
}

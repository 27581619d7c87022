// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the pools of an authenticator share: the state of each server, and the watchdog. */
final class Network {

  private final Clock clock;
  private final UnaryOperator<String> asWritten;
  private final Watchdog watchdog = new Watchdog(new DaemonThreads("ldapauth watchdog"));

  /**
   * By host and port as text: the JVM links the hash code of a record slowly at its first use.
   * Those that DNS names may come and go, so that only what uses them keeps them.
   */
  private final Map<String, WeakReference<Server>> servers = new HashMap<>();

  /**
   * Knows no server yet.
   *
   * @param asWritten replaces the names of settings in a text by those that the reader wrote
   */
  Network(Clock clock, UnaryOperator<String> asWritten) {
    this.clock = clock;
    this.asWritten = asWritten;
  }

  Clock clock() {
    return clock;
  }

  /** Returns a text for logs and reports, with the settings as the reader wrote them. */
  String asWritten(String text) {
    return asWritten.apply(text);
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /** Returns the state of one of the servers. */
  synchronized Server server(ServerAddress address, LdapServer settings) {
    for (Iterator<WeakReference<Server>> all = servers.values().iterator(); all.hasNext(); ) {
      if (all.next().get() == null) {
        all.remove();
      }
    }
    WeakReference<Server> reference = servers.get(address.toString());
    Server known = reference == null ? null : reference.get();
    if (known != null) {
      return known;
    }
    boolean isOnly = settings.source().addresses().size() == 1;
    Server server = new Server(address, this, settings.use().coolDown(), isOnly);
    servers.put(address.toString(), new WeakReference<>(server));
    return server;
  }
}

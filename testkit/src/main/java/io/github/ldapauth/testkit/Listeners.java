// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;

/** Listens on one port of the loopback interface, the same one after each stop. */
final class Listeners {

  private final LDAPListenerConfig config;
  private final List<LDAPListener> running = new ArrayList<>();
  private boolean listening;

  /**
   * Takes what listens.
   *
   * @param port the port; 0 for a free one
   */
  Listeners(LDAPListenerRequestHandler handler, ServerSocketFactory sockets, int port) {
    config = new LDAPListenerConfig(port, handler);
    config.setListenAddress(InetAddress.getLoopbackAddress());
    config.setServerSocketFactory(sockets);
    config.setRequestClientCertificate(true);
  }

  /** Begins to listen, unless it does. */
  synchronized void listen() {
    if (listening) {
      return;
    }
    LDAPListener listener = new LDAPListener(config);
    try {
      listener.startListening();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the directory could not listen on port "
              + config.getListenPort()
              + " of loopback: "
              + e.getMessage()
              + "; port 0 stands for a free one",
          e);
    }
    config.setListenPort(listener.getListenPort());
    running.add(listener);
    listening = true;
  }

  /** Accepts new connections by other sockets; those that are open stay. */
  synchronized void use(ServerSocketFactory sockets) {
    config.setServerSocketFactory(sockets);
    if (listening) {
      refuse();
      listen();
    }
  }

  /** Refuses new connections; those that are open stay. */
  synchronized void refuse() {
    running.forEach(listener -> listener.shutDown(false));
    listening = false;
  }

  /** Closes all connections. */
  synchronized void closeConnections() {
    running.forEach(listener -> listener.closeAllConnections(false));
  }

  /** Refuses new connections and closes all others. */
  synchronized void stop() {
    running.forEach(listener -> listener.shutDown(true));
    running.clear();
    listening = false;
  }

  int port() {
    return config.getListenPort();
  }
}

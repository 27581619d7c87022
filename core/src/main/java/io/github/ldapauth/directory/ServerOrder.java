// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The servers of one directory in the order in which they are tried: as configured, starting with
 * the last that accepted a connection. All pools of the directory share it, so that searches and
 * binds go to the same server.
 */
final class ServerOrder {

  /** No particular server. */
  static final int ANY = -1;

  private final List<ServerAddress> addresses;
  private final List<ServerSet> servers;
  private final AtomicInteger first = new AtomicInteger();

  ServerOrder(LdapServer server) {
    this.addresses = server.addresses();
    this.servers = ServerSets.perAddress(server);
  }

  /** Returns the server that the next attempt to connect tries first. */
  int first() {
    return first.get();
  }

  /** Returns the server of a connection; {@link #ANY} if the connection is closed. */
  int serverOf(LDAPConnection connection) {
    for (int i = 0; i < addresses.size(); i++) {
      ServerAddress address = addresses.get(i);
      if (address.host().equals(connection.getConnectedAddress())
          && address.port() == connection.getConnectedPort()) {
        return i;
      }
    }
    return ANY;
  }

  /** Connects to the first server that accepts, and tries it first from then on. */
  LDAPConnection connect() throws LDAPException {
    int start = first.get();
    for (int i = 0; ; i++) {
      int server = (start + i) % servers.size();
      try {
        LDAPConnection connection = open(server);
        first.set(server);
        return connection;
      } catch (LDAPException e) {
        if (i == servers.size() - 1) {
          throw e;
        }
      }
    }
  }

  /** Connects to one server only. If that fails, the next server is tried first from then on. */
  LDAPConnection connectTo(int server) throws LDAPException {
    try {
      return open(server);
    } catch (LDAPException e) {
      first.compareAndSet(server, (server + 1) % servers.size());
      throw e;
    }
  }

  /** Returns a server as {@code host:port}. */
  String name(int server) {
    return addresses.get(server).toString();
  }

  private LDAPConnection open(int server) throws LDAPException {
    try {
      return servers.get(server).getConnection();
    } catch (RuntimeException e) { // a malformed answer to StartTLS
      throw new LDAPException(ResultCode.CONNECT_ERROR, "the answer cannot be read: " + e, e);
    }
  }
}

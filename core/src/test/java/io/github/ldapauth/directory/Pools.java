// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;

/** Pools and connections for tests. */
final class Pools {

  private Pools() {}

  /** Returns a pool for checking passwords. */
  static ConnectionPool ofUsers(LdapServer settings, Network network) {
    ServerOrder order = new ServerOrder(settings, network);
    Connector connector = new Connector(settings, network);
    return new ConnectionPool(CoolDown.USER, settings, order, null, connector, network);
  }

  /** Opens a connection to the first server. */
  static Connection connection(LdapServer settings) {
    Network network = new Network(Clock.SYSTEM, text -> text);
    Server server = network.server(settings.source().addresses().get(0), settings);
    try {
      return new Connector(settings, network).open(server, null, 10_000, 10_000);
    } catch (LDAPException e) {
      throw new AssertionError(e);
    }
  }
}

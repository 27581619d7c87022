// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One IP address of a server. Another address of the name may lead to another machine. */
final class Endpoint {

  private final Server server;
  private final InetSocketAddress address;
  private final CoolDown coolDown;

  Endpoint(Server server, InetAddress address, CoolDown coolDown) {
    this.server = server;
    this.address = new InetSocketAddress(address, server.address().port());
    this.coolDown = coolDown;
  }

  Server server() {
    return server;
  }

  InetSocketAddress address() {
    return address;
  }

  CoolDown coolDown() {
    return coolDown;
  }

  /** Returns the server as {@code host:port}, as it is configured. */
  @Override
  public String toString() {
    return server.toString();
  }
}

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

  /** Returns whether the server is configured by name. */
  boolean isOfName() {
    return !HostNames.isAddress(server.address().host());
  }

  /** Returns the IP address and the port. */
  String shown() {
    String host = address.getAddress().getHostAddress();
    return new ServerAddress(host, address.getPort()).toString();
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

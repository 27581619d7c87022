// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** TLS sockets that trust the authority of one target; JNDI takes them by the class's name. */
public final class TrustingSockets extends SocketFactory {

  private static volatile SocketFactory trusting;

  private TrustingSockets() {}

  static void trust(Target target) {
    trusting = target.certificates().clientContext().getSocketFactory();
  }

  public static SocketFactory getDefault() {
    return new TrustingSockets();
  }

  @Override
  public Socket createSocket() throws IOException {
    return trusting.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return trusting.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return trusting.createSocket(host, port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return trusting.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return trusting.createSocket(host, port, from, fromPort);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that do not wait for ever for the bytes of a TLS handshake, as those that the SDK
 * connects itself do. Once connected, the SDK sets its own time limits for reading.
 */
final class TimeoutSocketFactory extends SocketFactory {

  private final SocketFactory sockets;
  private final int readMillis;

  TimeoutSocketFactory(SocketFactory sockets, int readMillis) {
    this.sockets = sockets;
    this.readMillis = readMillis;
  }

  private Socket timed(Socket socket) throws IOException {
    socket.setSoTimeout(readMillis);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return timed(sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return timed(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return timed(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return timed(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return timed(sockets.createSocket(host, port, localHost, localPort));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** Trusts the certificates of a test; JNDI makes it itself, by its class name. */
public final class TlsSockets extends SocketFactory {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private final SSLSocketFactory sockets = CERTIFICATES.clientContext().getSocketFactory();

  /** Returns the certificates that are trusted. */
  static TestCertificates certificates() {
    return CERTIFICATES;
  }

  /** Makes one, as JNDI asks for. */
  public static SocketFactory getDefault() {
    return new TlsSockets();
  }

  @Override
  public Socket createSocket() throws IOException {
    return sockets.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, local, localPort);
  }
}

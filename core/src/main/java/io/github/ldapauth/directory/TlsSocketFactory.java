// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A factory of TLS sockets that check the host name in the handshake and have a time-out for it.
 * After the handshake, the SDK sets its own time-outs for reading.
 */
final class TlsSocketFactory extends SSLSocketFactory {

  private final Supplier<SSLSocketFactory> sockets;
  private final int readMillis;

  /**
   * Wraps other factories.
   *
   * @param sockets returns the factory of the next socket, as certificates may change
   */
  TlsSocketFactory(Supplier<SSLSocketFactory> sockets, int readMillis) {
    this.sockets = sockets;
    this.readMillis = readMillis;
  }

  private Socket prepared(Socket socket) throws IOException {
    socket.setSoTimeout(readMillis);
    if (socket instanceof SSLSocket tls) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("LDAPS");
      tls.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return prepared(sockets.get().createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return prepared(sockets.get().createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return prepared(sockets.get().createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prepared(sockets.get().createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prepared(sockets.get().createSocket(host, port, localHost, localPort));
  }

  /** For StartTLS. */
  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    return prepared(sockets.get().createSocket(plain, host, port, autoClose));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.get().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.get().getSupportedCipherSuites();
  }
}

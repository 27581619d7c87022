// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * A connected socket that has its options. What Java's TLS sets later changes nothing: neither
 * time-outs, which are for one read, nor SO_LINGER, with which closing would wait.
 */
abstract class BaseSocket extends Socket {

  private final InetSocketAddress remote;

  /** Without an implementation of Java's, whose own socket nothing would use. */
  BaseSocket(InetSocketAddress remote) throws SocketException {
    super((SocketImpl) null);
    this.remote = remote;
  }

  @Override
  public InetAddress getInetAddress() {
    return remote.getAddress();
  }

  @Override
  public int getPort() {
    return remote.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return remote;
  }

  @Override
  public boolean isConnected() {
    return !isClosed();
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isInputShutdown() {
    return isClosed();
  }

  @Override
  public boolean isOutputShutdown() {
    return isClosed();
  }

  @Override
  public void shutdownInput() {}

  @Override
  public void shutdownOutput() {}

  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setSoLinger(boolean on, int seconds) {}

  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public boolean getKeepAlive() {
    return true;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setReuseAddress(boolean on) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A TLS connection after its handshake. It hides the type from the SDK, which would start another
 * handshake.
 */
final class TlsSocket extends BaseSocket {

  private final DeadlineSocket below;
  private final SSLSocket tls;
  private final PortHint ifClosed;

  /**
   * Takes over both.
   *
   * @param ifClosed the hint if the server closes it before the first answer
   */
  TlsSocket(DeadlineSocket below, SSLSocket tls, PortHint ifClosed) {
    super((InetSocketAddress) below.getRemoteSocketAddress());
    this.below = below;
    this.tls = tls;
    this.ifClosed = ifClosed;
  }

  PortHint ifClosed() {
    return ifClosed;
  }

  /** Returns the session that the handshake began. */
  SSLSession session() {
    return tls.getSession();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return tls.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return tls.getOutputStream();
  }

  @Override
  public boolean isClosed() {
    return below.isClosed();
  }

  /** Sends close_notify (RFC 8446, section 6.1), but does not wait for that of the server. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // only the thread that has it closes it
  public void close() throws IOException {
    below.stopReading();
    try {
      tls.close();
    } finally {
      below.close();
    }
  }
}

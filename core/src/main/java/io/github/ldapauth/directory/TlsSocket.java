// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import javax.net.ssl.SSLSocket;

/**
 * TLS on a connection, after its handshake.
 *
 * @param ifClosed the hint if the server closes it before the first answer
 */
record TlsSocket(SSLSocket socket, PortHint ifClosed) {

  /** Sends close_notify (RFC 8446, section 6.1), but does not wait for that of the server. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // the connection is gone
    }
  }
}

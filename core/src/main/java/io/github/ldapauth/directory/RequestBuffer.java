// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The buffer in which the SDK writes the requests of a thread. It keeps the last request. */
final class RequestBuffer {

  private RequestBuffer() {}

  /**
   * Overwrites the buffer of this thread. The SDK does so after a bind with a {@link
   * PasswordBytes}, so this sends one to nowhere.
   */
  static void clear() {
    Nowhere nowhere = new Nowhere();
    try (LDAPConnection ldap =
        new LDAPConnection(new Connector.Ready(nowhere), SdkOptions.create())) {
      ldap.connect("localhost", nowhere.getInetAddress(), nowhere.getPort(), 0);
      ldap.bind(new SimpleBindRequest("cn=nobody", new PasswordBytes(new byte[1])));
    } catch (LDAPException e) {
      return; // there is no answer
    }
  }

  /** A connection that reads all and answers nothing. */
  private static final class Nowhere extends BaseSocket {

    private boolean isClosed;

    Nowhere() {
      super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public boolean isClosed() {
      return isClosed;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // only one thread has it
    public void close() {
      isClosed = true;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Arrays;

/** The bind that checks a user's password. It is sent once. Closing it overwrites the password. */
final class UserBind implements AutoCloseable {

  private final String name;
  private final byte[] password;
  private boolean isSent;

  /**
   * Encodes the password. Sends nothing.
   *
   * @throws IllegalArgumentException if the name is blank or the password empty
   */
  UserBind(String name, char[] password) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a bind without a name proves nothing");
    }
    if (password.length == 0) {
      throw new IllegalArgumentException("a bind without a password proves nothing");
    }
    this.name = name;
    this.password = PasswordBytes.encode(password);
  }

  /**
   * Binds on this connection.
   *
   * @throws LDAPException if the server does not answer
   * @throws IllegalStateException if the bind was sent before
   */
  LdapResult send(Connection connection, long timeoutMillis, Trace trace) throws LDAPException {
    if (isSent) {
      throw new IllegalStateException("a password is sent once");
    }
    isSent = true;
    LdapRequest request = LdapRequest.bind(name, password);
    return Exchange.make(Stage.USER_BIND, connection, timeoutMillis, trace, request);
  }

  @Override
  public void close() {
    Arrays.fill(password, (byte) 0);
  }
}

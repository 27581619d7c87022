// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;

/** The bind that checks a user's password. It is sent once. Closing it overwrites the password. */
final class UserBind implements AutoCloseable {

  private final String name;
  private final PasswordBytes secret;

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
    this.secret = PasswordBytes.of(password);
  }

  /**
   * Binds on this connection.
   *
   * @param malformed runs if a control of the password policy cannot be decoded
   * @throws LDAPException if the server does not accept the bind, or does not answer
   */
  PasswordCheck send(Connection connection, long timeoutMillis, Trace trace, Runnable malformed)
      throws LDAPException {
    String bindName = name; // the text may outlive this object, and so the password
    SimpleBindRequest request = new SimpleBindRequest(name, secret, PasswordPolicyControls.REQUEST);
    request.setFollowReferrals(false);
    request.setResponseTimeoutMillis(0);
    BindResult answer =
        Exchange.make(
            Stage.USER_BIND,
            connection,
            timeoutMillis,
            trace,
            () -> "bind name=\"" + LogText.of(bindName) + "\"",
            () -> connection.ldap().bind(request));
    return BindResponse.require(answer, malformed);
  }

  @Override
  public void close() {
    secret.clear();
  }
}

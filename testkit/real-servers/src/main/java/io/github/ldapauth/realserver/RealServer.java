// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;

/** A server on a port of its own. The test that started it closes it. */
interface RealServer extends AutoCloseable {

  /** Connects as the administrator. */
  LDAPConnection connect() throws IOException, LDAPException;

  /** Returns the DN of the administrator, which has no entry. */
  String administratorDn();

  String administratorPassword();

  /** Returns {@code 127.0.0.1:port} for clear text. */
  String hostAndPort();

  /** Ends the process and deletes the folder. */
  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;

/**
 * The binds that succeed without proof, as they do in some real directories.
 *
 * @param unauthenticated those with a DN and no password (RFC 4513, section 5.1.2)
 * @param withoutDn those with a password and no DN
 */
record LenientBinds(boolean unauthenticated, boolean withoutDn) {

  boolean accept(BindRequestProtocolOp request) {
    if (request.getSimplePassword() == null) {
      return false;
    }
    boolean dn = !request.getBindDN().isEmpty();
    boolean password = request.getSimplePassword().getValueLength() > 0;
    return dn ? !password && unauthenticated : password && withoutDn;
  }
}

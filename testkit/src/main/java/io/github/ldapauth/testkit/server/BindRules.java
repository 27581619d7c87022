// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;

/**
 * The binds that succeed without proof, and those that are refused unseen, as in some real
 * directories.
 *
 * @param unauthenticated whether a DN and no password succeeds (RFC 4513, section 5.1.2)
 * @param withoutDn whether a password and no DN succeeds
 * @param tlsRequired whether passwords are refused without TLS
 */
record BindRules(boolean unauthenticated, boolean withoutDn, boolean tlsRequired) {

  boolean acceptUnseen(BindRequestProtocolOp request) {
    if (request.getSimplePassword() == null) {
      return false;
    }
    boolean dn = !request.getBindDN().isEmpty();
    boolean password = request.getSimplePassword().getValueLength() > 0;
    return dn ? !password && unauthenticated : password && withoutDn;
  }
}

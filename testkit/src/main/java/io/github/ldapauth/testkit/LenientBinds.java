// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;

/**
 * Says which binds succeed without proof, as they do in some real directories.
 *
 * @param unauthenticated those with a DN and no password (RFC 4513, section 5.1.2)
 * @param withoutDn those with a password and no DN
 */
record LenientBinds(boolean unauthenticated, boolean withoutDn) {

  static final LenientBinds NONE = new LenientBinds(false, false);
  static final LenientBinds UNAUTHENTICATED = new LenientBinds(true, false);
  static final LenientBinds WITHOUT_DN = new LenientBinds(false, true);

  LenientBinds or(LenientBinds other) {
    return new LenientBinds(unauthenticated || other.unauthenticated, withoutDn || other.withoutDn);
  }

  boolean accepts(BindRequestProtocolOp request) {
    if (request.getSimplePassword() == null) {
      return false;
    }
    boolean dn = !request.getBindDN().isEmpty();
    boolean password = request.getSimplePassword().getValueLength() > 0;
    return dn ? !password && unauthenticated : password && withoutDn;
  }
}

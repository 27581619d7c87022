// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;

/**
 * Says which binds succeed without proof, as they do in some real directories.
 *
 * @param unauthenticated those with a DN and no password (RFC 4513, section 5.1.2)
 * @param withoutDn those with a password and no DN
 */
record Leniency(boolean unauthenticated, boolean withoutDn) {

  static final Leniency NONE = new Leniency(false, false);
  static final Leniency UNAUTHENTICATED = new Leniency(true, false);
  static final Leniency WITHOUT_DN = new Leniency(false, true);

  Leniency or(Leniency other) {
    return new Leniency(unauthenticated || other.unauthenticated, withoutDn || other.withoutDn);
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

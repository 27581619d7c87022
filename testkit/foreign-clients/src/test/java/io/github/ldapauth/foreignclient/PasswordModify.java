// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import javax.naming.ldap.ExtendedRequest;
import javax.naming.ldap.ExtendedResponse;

/** A change of a password (RFC 3062), which JNDI has no request of its own for. */
final class PasswordModify implements ExtendedRequest {

  private static final long serialVersionUID = 1;

  private final byte[] value;

  PasswordModify(String dn) {
    value =
        new PasswordModifyExtendedRequest(dn, Target.RIGHT, Target.CHANGED).getValue().getValue();
  }

  @Override
  public String getID() {
    return PasswordModifyExtendedRequest.PASSWORD_MODIFY_REQUEST_OID;
  }

  @Override
  public byte[] getEncodedValue() {
    return value.clone();
  }

  @Override
  public ExtendedResponse createExtendedResponse(String id, byte[] bytes, int offset, int size) {
    return null;
  }
}

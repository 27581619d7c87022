// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.LDAPMessage;

/** The requests of LDAP that have a response (RFC 4511, section 4). */
public enum RequestType {
  BIND(LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE),
  SEARCH(LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE),
  COMPARE(LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE),
  ADD(LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE),
  DELETE(LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE),
  MODIFY(LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE),
  RENAME(LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE),
  EXTENDED(LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);

  private final byte response;

  RequestType(byte response) {
    this.response = response;
  }

  /** Returns the response to such a request. */
  LDAPMessage response(int id, Answer answer) {
    return answer.toMessage(id, response);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.LDAPMessage;
import java.util.List;

/**
 * An operation or connection of a client. It never contains a password.
 *
 * @param arrived when the request arrived, as a position among all arrivals and answers
 * @param answered when it was answered, as a position among all arrivals and answers; requests
 *     overlap if one arrived before the other was answered
 * @param connection the number of the connection, from 0
 * @param type the kind of operation
 * @param dn the name in a bind, compare or change, the base of a search, the OID of an extended
 *     operation; otherwise empty
 * @param filter the filter of a search (RFC 4515), with {@code <hidden>} in place of passwords;
 *     otherwise empty
 * @param attributes the attributes that a search requests, or a compare names; otherwise empty
 * @param resultCode the result code answered (RFC 4511, appendix A), or -1 if there was no answer
 */
public record Operation(
    long arrived,
    long answered,
    long connection,
    Type type,
    String dn,
    String filter,
    List<String> attributes,
    int resultCode) {

  /** The kinds of operations. */
  public enum Type {
    /** The opening of a connection. */
    CONNECT(0),
    /** A bind, simple or SASL. */
    BIND(LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE),
    /** A search. */
    SEARCH(LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE),
    /** A compare. */
    COMPARE(LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE),
    /** An extended operation, such as StartTLS. */
    EXTENDED(LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE),
    /** An add. */
    ADD(LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE),
    /** A delete. */
    DELETE(LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE),
    /** A modify. */
    MODIFY(LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE),
    /** A modify DN. */
    MODIFY_DN(LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE),
    /** An unbind, before the client closes the connection. */
    UNBIND(0);

    private final int responseType;

    Type(int responseType) {
      this.responseType = responseType;
    }

    byte responseType() {
      return (byte) responseType;
    }

    /** Returns whether the directory answers this kind. */
    public boolean isRequest() {
      return responseType != 0;
    }
  }

  /** Returns one line, such as {@code connection 2: BIND uid=alice,ou=people,dc=example -> 49}. */
  @Override
  public String toString() {
    String line = "connection " + connection + ": " + type;
    if (type == Type.SEARCH || !dn.isEmpty()) {
      line += " \"" + dn + "\"";
    }
    if (!filter.isEmpty()) {
      line += " " + filter;
    }
    if (!attributes.isEmpty()) {
      line += " " + attributes;
    }
    return type.isRequest() ? line + " -> " + (resultCode < 0 ? "no answer" : resultCode) : line;
  }
}

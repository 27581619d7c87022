// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.LDAPMessage;
import java.util.List;

/**
 * Something that a client did, or asked the directory to do. It never contains a password.
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
 * @param attributes the attributes that a search asked for, or a compare is about; otherwise empty
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

  /** What a client did. */
  public enum Type {
    /** Opened a connection. */
    CONNECT(0),
    /** Asked for a bind, simple or SASL. */
    BIND(LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE),
    /** Asked for a search. */
    SEARCH(LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE),
    /** Asked for a compare. */
    COMPARE(LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE),
    /** Asked for an extended operation, such as StartTLS. */
    EXTENDED(LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE),
    /** Asked for an add. */
    ADD(LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE),
    /** Asked for a delete. */
    DELETE(LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE),
    /** Asked for a modify. */
    MODIFY(LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE),
    /** Asked for a modify DN. */
    MODIFY_DN(LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE),
    /** Sent an unbind, before it closed the connection. */
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

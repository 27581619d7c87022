// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.List;

/**
 * Records something that a client did, or asked the directory to do. Passwords are never kept.
 *
 * @param connection the number of the connection, from 0
 * @param type what was done
 * @param dn the name in a bind, compare or change, the base of a search, the OID of an extended
 *     operation; otherwise empty
 * @param filter the filter of a search (RFC 4515); otherwise empty
 * @param attributes the attributes that a search asked for; otherwise empty
 * @param resultCode the result code answered (RFC 4511, appendix A), or -1 if there was no answer
 */
public record Operation(
    long connection, Type type, String dn, String filter, List<String> attributes, int resultCode) {

  /** Says what a client did. */
  public enum Type {
    /** Opened a connection. */
    CONNECT,
    /** Asked for a bind, simple or SASL. */
    BIND,
    /** Asked for a search. */
    SEARCH,
    /** Asked for a compare. */
    COMPARE,
    /** Asked for an extended operation, such as StartTLS. */
    EXTENDED,
    /** Asked for an add, delete, modify or modify DN. */
    CHANGE,
    /** Said goodbye. */
    UNBIND
  }
}

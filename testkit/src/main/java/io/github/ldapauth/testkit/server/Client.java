// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.DN;

/**
 * The sender of a request.
 *
 * @param dn the DN that the connection is bound as; the null DN if it is anonymous
 * @param encrypted whether TLS protects the connection
 */
public record Client(DN dn, boolean encrypted) {}

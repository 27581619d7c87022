// SPDX-License-Identifier: Apache-2.0
/**
 * How we speak LDAP: names, entries, filters, servers and connections.
 *
 * <p>Callers meet {@link Dn}, {@link LdapAttributes}, {@link LdapEntry}, {@link LdapFilter}, {@link
 * SearchScope}, {@link LdapServer}, {@link PasswordWarning} and {@link LdapDirectoryException}
 * here. The other public types are public only because the packages above need them; they may
 * change in any release.
 *
 * <p>This is the only package that knows the UnboundID LDAP SDK.
 */
@NullMarked
package io.github.ldapauth.directory;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Connections to a directory, binds and searches.
 *
 * <p>Applications use {@link LdapServer}, {@link AccountStatus} and {@link LdapDirectoryException}.
 * The other public types are for the packages above; they may change in any release.
 *
 * <p>Only this package and {@code entry} use the UnboundID LDAP SDK.
 */
@NullMarked
package io.github.ldapauth.directory;

import org.jspecify.annotations.NullMarked;

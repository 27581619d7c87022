// SPDX-License-Identifier: Apache-2.0
/**
 * Connects to a directory, binds and searches.
 *
 * <p>Applications use {@link LdapServer}, {@link PasswordWarning} and {@link
 * LdapDirectoryException}. The other public types are public only because the packages above need
 * them; they may change in any release.
 *
 * <p>Only this package and {@code entry} know the UnboundID LDAP SDK.
 */
@NullMarked
package io.github.ldapauth.directory;

import org.jspecify.annotations.NullMarked;

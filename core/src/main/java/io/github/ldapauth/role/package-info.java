// SPDX-License-Identifier: Apache-2.0
/**
 * Turns groups into the application's roles.
 *
 * <p>{@link RoleMapping} computes roles from the groups that a sign-in or {@link
 * io.github.ldapauth.LdapAuthenticator#lookupPermitted} read. Nothing is stored.
 */
@NullMarked
package io.github.ldapauth.role;

import org.jspecify.annotations.NullMarked;

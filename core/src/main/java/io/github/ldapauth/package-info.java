// SPDX-License-Identifier: Apache-2.0
/**
 * Signs people in against an LDAP directory.
 *
 * <p>{@link LdapAuthConfig} says where the directory is and who may sign in, {@link
 * LdapAuthenticator} does it, {@link AuthenticationResult} is the answer, {@link UserStore} is the
 * application's part. No is an answer; no answer is a {@link
 * io.github.ldapauth.directory.LdapDirectoryException}.
 *
 * <p>This library keeps no sessions, caches no passwords and changes nothing in the directory.
 * Unless a description says otherwise, arguments and results are never null.
 */
@NullMarked
package io.github.ldapauth;

import org.jspecify.annotations.NullMarked;

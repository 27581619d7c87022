// SPDX-License-Identifier: Apache-2.0
/**
 * Signs users in against an LDAP directory.
 *
 * <p>Begin with a preset of {@link LdapAuthConfig}, such as {@link LdapAuthConfig#openLdap}, and
 * pass the configuration to {@link LdapAuthenticator#create}. A sign-in is then one call, {@link
 * LdapAuthenticator#authenticate}:
 *
 * <ol>
 *   <li>It finds the user's entry, as {@link UserLookup} describes.
 *   <li>It checks the password by one bind as that entry. The bind is never repeated.
 *   <li>It reads the groups and applies the rules of {@link LdapAuthConfig}.
 *   <li>It finds or creates the application's user in a {@link UserStore}, fills and saves it.
 *       Without a store, the result is an {@link LdapUser}.
 *   <li>It returns an {@link AuthenticationResult}: the user, or the reason why not.
 * </ol>
 *
 * <p>No is an answer. No answer is an exception: {@link
 * io.github.ldapauth.directory.LdapDirectoryException}.
 *
 * <p>{@link SignInChain} signs users of several directories in. The other packages do one thing
 * each: {@code properties} reads a configuration from text, {@code role} turns groups into roles,
 * {@code cache} caches look-ups, {@code group} finds groups, {@code directory} talks LDAP, and
 * {@code entry} holds names and values.
 *
 * <p>ldapauth keeps no sessions and stores no passwords. It changes nothing in the directory except
 * by {@link LdapAuthenticator#changePassword}. Arguments and results are never null unless a
 * description says otherwise.
 */
@NullMarked
package io.github.ldapauth;

import org.jspecify.annotations.NullMarked;

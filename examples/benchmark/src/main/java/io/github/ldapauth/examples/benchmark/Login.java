// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.Set;

/**
 * What an application wants of a sign-in that succeeded.
 *
 * @param groups the names of the user's groups
 */
record Login(String mail, Set<String> groups) {}

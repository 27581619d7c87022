// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import java.time.Instant;
import java.util.Set;

/**
 * What a session keeps of its user.
 *
 * @param key the key of the account
 * @param username the user name in the directory
 * @param dn the DN in lower case
 * @param name the name to greet the user by
 * @param since when the user proved the password
 * @param checkedAt when the directory last said that the user has these roles
 */
record SignedIn(
    String key,
    String username,
    String dn,
    String name,
    Set<Role> roles,
    Instant since,
    Instant checkedAt) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a configuration from text, such as a properties file or the environment.
 *
 * <p>{@link LdapAuthProperties} lists the keys. It calls the same builders as code does, and names
 * the key of each mistake.
 */
@NullMarked
package io.github.ldapauth.properties;

import org.jspecify.annotations.NullMarked;

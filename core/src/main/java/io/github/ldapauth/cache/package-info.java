// SPDX-License-Identifier: Apache-2.0
/**
 * Caches DNs and groups for look-ups.
 *
 * <p>Applications implement {@link LookupCache}, or use the one in memory. A sign-in asks the
 * directory for everything.
 */
@NullMarked
package io.github.ldapauth.cache;

import org.jspecify.annotations.NullMarked;

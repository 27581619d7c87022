// SPDX-License-Identifier: Apache-2.0
/** Caches of the application's own for what look-ups found. */
@NullMarked
package io.github.ldapauth.examples.caching;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Look-up caches of an application's own: in its memory, and shared by its machines. */
@NullMarked
package io.github.ldapauth.examples.caching;

import org.jspecify.annotations.NullMarked;

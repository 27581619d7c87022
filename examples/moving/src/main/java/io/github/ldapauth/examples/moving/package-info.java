// SPDX-License-Identifier: Apache-2.0
/** The same log-in before and after, for the guides about moving from other libraries. */
@NullMarked
package io.github.ldapauth.examples.moving;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** An application's own log-in, and how to test it. */
@NullMarked
package io.github.ldapauth.examples.testing;

import org.jspecify.annotations.NullMarked;

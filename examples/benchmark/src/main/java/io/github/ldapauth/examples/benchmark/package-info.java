// SPDX-License-Identifier: Apache-2.0
/** Measures ldapauth beside hand-written code and other libraries. */
@NullMarked
package io.github.ldapauth.examples.benchmark;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Starts real directory servers for tests. */
@NullMarked
package io.github.ldapauth.realserver;

import org.jspecify.annotations.NullMarked;

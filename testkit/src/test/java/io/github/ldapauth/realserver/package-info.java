// SPDX-License-Identifier: Apache-2.0
/** Starts real directory servers for tests; not for users of the kit. */
@NullMarked
package io.github.ldapauth.realserver;

import org.jspecify.annotations.NullMarked;

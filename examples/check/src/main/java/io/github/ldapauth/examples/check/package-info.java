// SPDX-License-Identifier: Apache-2.0
/** Checks a configuration against the directory. */
@NullMarked
package io.github.ldapauth.examples.check;

import org.jspecify.annotations.NullMarked;

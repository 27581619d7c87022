// SPDX-License-Identifier: Apache-2.0
/** The test kit as a program. */
@NullMarked
package io.github.ldapauth.testkit.standalone;

import org.jspecify.annotations.NullMarked;

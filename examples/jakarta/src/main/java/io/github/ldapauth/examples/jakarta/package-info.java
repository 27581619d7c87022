// SPDX-License-Identifier: Apache-2.0
/** Signs users in with Jakarta Security. */
@NullMarked
package io.github.ldapauth.examples.jakarta;

import org.jspecify.annotations.NullMarked;

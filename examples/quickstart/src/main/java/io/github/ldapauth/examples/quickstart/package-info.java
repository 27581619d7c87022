// SPDX-License-Identifier: Apache-2.0
/** Signs users in with as few lines as possible. */
@NullMarked
package io.github.ldapauth.examples.quickstart;

import org.jspecify.annotations.NullMarked;

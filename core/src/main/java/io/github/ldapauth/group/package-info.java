// SPDX-License-Identifier: Apache-2.0
/** Which groups a person is in, and whether that is enough. */
@NullMarked
package io.github.ldapauth.group;

import org.jspecify.annotations.NullMarked;

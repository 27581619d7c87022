// SPDX-License-Identifier: Apache-2.0
/** An LDAP directory in memory, for unit tests of anything that talks LDAP. */
@NullMarked
package io.github.ldapauth.testkit;

import org.jspecify.annotations.NullMarked;

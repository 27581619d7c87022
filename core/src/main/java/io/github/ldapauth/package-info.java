// SPDX-License-Identifier: Apache-2.0
/** Sign people in against an LDAP directory. */
@NullMarked
package io.github.ldapauth;

import org.jspecify.annotations.NullMarked;

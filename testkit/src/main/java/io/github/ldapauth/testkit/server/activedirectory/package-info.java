// SPDX-License-Identifier: Apache-2.0
/** A domain controller of Active Directory. Internal. */
@NullMarked
package io.github.ldapauth.testkit.server.activedirectory;

import org.jspecify.annotations.NullMarked;

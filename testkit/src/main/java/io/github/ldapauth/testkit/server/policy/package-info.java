// SPDX-License-Identifier: Apache-2.0
/**
 * OpenLDAP and 389 Directory Server, which share the password policy control of
 * draft-behera-ldap-password-policy. Internal.
 */
@NullMarked
package io.github.ldapauth.testkit.server.policy;

import org.jspecify.annotations.NullMarked;

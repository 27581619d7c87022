// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.javalin.security.RouteRole;

/** What a visitor may be. A route names the roles that may use it; without any, only users may. */
enum Role implements RouteRole {
  /** Every visitor, signed in or not. */
  VISITOR,
  /** A signed-in user. */
  USER,
  /** A user in the group of {@code ldap.role.STAFF}. */
  STAFF,
  /** A user in the group of {@code ldap.role.ADMINISTRATOR}. */
  ADMINISTRATOR
}

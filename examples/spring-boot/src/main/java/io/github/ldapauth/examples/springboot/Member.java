// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import io.github.ldapauth.LdapUser;
import java.io.Serializable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * What a session keeps of a user. It is serializable, unlike {@link LdapUser}: sessions may be
 * stored.
 */
record Member(String username, String name) implements AuthenticatedPrincipal, Serializable {

  static Member of(LdapUser user) {
    return new Member(
        user.username(), user.attributes().first("displayName").orElse(user.username()));
  }

  @Override
  public String getName() {
    return username;
  }
}

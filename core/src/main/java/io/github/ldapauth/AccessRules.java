// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.group.GroupQuery;

/** The {@code require} and {@code deny} rules of a configuration. */
final class AccessRules {

  private final LdapAuthConfig config;

  AccessRules(LdapAuthConfig config) {
    this.config = config;
  }

  /**
   * Checks that a user satisfies every {@code require} rule, and no {@code deny} rule.
   *
   * @throws Rejection if a rule rejects the user, or is undecided
   */
  void check(LdapUser user) {
    for (GroupQuery query : config.required()) {
      if (!user.satisfies(query)) {
        throw new Rejection(
            RejectionReason.REQUIREMENT_NOT_MET,
            user.dn()
                + " does not satisfy "
                + query
                + "; groups: "
                + LogText.of(user.groups().toString()));
      }
    }
    for (GroupQuery query : config.denied()) {
      if (user.satisfies(query)) {
        throw new Rejection(RejectionReason.DENIED, user.dn() + " satisfies " + query);
      }
    }
  }
}

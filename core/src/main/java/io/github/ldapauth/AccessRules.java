// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.group.Answer;
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
      if (!holds(query, user)) {
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
      if (holds(query, user)) {
        throw new Rejection(RejectionReason.DENIED, user.dn() + " satisfies " + query);
      }
    }
  }

  /**
   * Returns whether a user satisfies a query.
   *
   * @throws Rejection if the groups that could be read do not decide it, or if only some servers
   *     take one of them for a group of the query
   */
  static boolean holds(GroupQuery query, LdapUser user) {
    Answer answer = query.evaluate(user.groups());
    if (answer == Answer.UNKNOWN) {
      throw new Rejection(
          RejectionReason.MEMBERSHIP_UNKNOWN,
          user.dn() + " may or may not satisfy " + query + ": " + query.doubts(user.groups()));
    }
    return answer == Answer.YES;
  }
}

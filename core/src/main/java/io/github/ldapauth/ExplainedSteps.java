// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Steps of a sign-in or look-up whose rejection or failure also names what may be its cause: a
 * server of another kind, or references to other servers, which may have more users and groups.
 */
record ExplainedSteps(KindCheck kinds) {

  /** The reasons that groups of other servers might change. */
  private static final Set<RejectionReason> OF_GROUPS =
      Set.of(RejectionReason.REQUIREMENT_NOT_MET, RejectionReason.MEMBERSHIP_UNKNOWN);

  /** Runs a step that sends requests. */
  <T> T run(Supplier<T> step, DirectorySession session) {
    try {
      return step.get();
    } catch (Rejection no) {
      throw kinds.explain(withReferences(no, session), session);
    } catch (LdapDirectoryException e) {
      throw kinds.explain(e, session);
    }
  }

  /** Checks rules, which send none. */
  static void check(Consumer<LdapUser> rules, LdapUser user, DirectorySession session) {
    try {
      rules.accept(user);
    } catch (Rejection no) {
      throw withReferences(no, session);
    }
  }

  private static Rejection withReferences(Rejection no, DirectorySession session) {
    return OF_GROUPS.contains(no.reason())
        ? new Rejection(no.reason(), no.detail() + session.notFollowed())
        : no;
  }
}

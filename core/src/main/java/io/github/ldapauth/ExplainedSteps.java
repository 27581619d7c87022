// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.GroupLookup;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Steps of a sign-in or look-up whose rejection or failure also names what may be its cause: a
 * server of another kind, or with other suffixes, or references to other servers, which may have
 * more users and groups. Both name the settings as the reader wrote them.
 *
 * @param userBases the entries below which users are searched
 * @param groupBases the entries below which groups are searched
 * @param asWritten replaces the names of settings in a text by those that the reader wrote
 */
record ExplainedSteps(
    KindCheck kinds, List<Dn> userBases, List<Dn> groupBases, UnaryOperator<String> asWritten) {

  /** The reasons that groups of other servers might change. */
  private static final Set<RejectionReason> OF_GROUPS =
      Set.of(RejectionReason.REQUIREMENT_NOT_MET, RejectionReason.MEMBERSHIP_UNKNOWN);

  static ExplainedSteps of(LdapAuthConfig config) {
    GroupLookup groups = config.groups().orElse(null);
    return new ExplainedSteps(
        new KindCheck(config),
        config.users().bases(),
        groups == null ? List.of() : groups.bases(),
        config.asWritten());
  }

  /** Runs a step that sends requests. */
  <T> T run(Supplier<T> step, DirectorySession session) {
    try {
      return step.get();
    } catch (Rejection no) {
      throw kinds.explain(withReferences(no, session), session).reworded(asWritten);
    } catch (LdapDirectoryException e) {
      List<Dn> bases = e.stage() == Stage.READ_GROUPS ? groupBases : userBases;
      throw kinds.explain(SuffixHint.explain(e, bases, session), session).reworded(asWritten);
    }
  }

  /** Runs a step that sends requests, and whose failure is explained already. */
  <T> T reword(Supplier<T> step) {
    try {
      return step.get();
    } catch (LdapDirectoryException e) {
      throw e.reworded(asWritten);
    }
  }

  /** Checks rules, which send none. */
  static void check(AccessRules rules, LdapUser user, DirectorySession session) {
    try {
      rules.check(user);
    } catch (Rejection no) {
      throw withReferences(no, session);
    }
  }

  private static Rejection withReferences(Rejection no, DirectorySession session) {
    return OF_GROUPS.contains(no.reason()) ? no.explainedBy(session.notFollowed()) : no;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matching rule with which one directory follows nested groups. Other directories than Active
 * Directory refuse it, or find nothing.
 *
 * @param refused whether the directory refused it before
 * @param isKnown tells whether the directory knows it, so that a refusal is a failure
 */
record ChainRule(AtomicBoolean refused, BooleanSupplier isKnown) {

  /** LDAP_MATCHING_RULE_TRANSITIVE_EVAL ([MS-ADTS], section 3.1.1.3.4.4.3). */
  private static final String OID = "1.2.840.113556.1.4.1941";

  private static final Logger LOG = LoggerFactory.getLogger(GroupLookup.class);

  /**
   * Result codes of servers that do not know the rule: operationsError (ApacheDS), protocolError,
   * unavailableCriticalExtension (389 Directory Server), inappropriateMatching (UnboundID),
   * invalidAttributeSyntax, unwillingToPerform, and other (OpenDJ).
   */
  private static final Set<Integer> REFUSALS = Set.of(1, 2, 12, 18, 21, 53, 80);

  /** Returns the rule at the directory of a session. */
  static ChainRule at(DirectorySession session) {
    return new ChainRule(
        session.shared(ChainRule.class, AtomicBoolean.class, AtomicBoolean::new),
        () -> session.rootDse(Stage.READ_GROUPS).kind().isActiveDirectory());
  }

  /** Returns the rule at a directory of which nothing is known. */
  static ChainRule anywhere() {
    return new ChainRule(new AtomicBoolean(), () -> false);
  }

  /**
   * Searches for all groups with a member, direct or nested.
   *
   * @param byLevel finds them without the rule, if the directory does not know it
   */
  List<LdapEntry> find(
      String attribute, String member, GroupSearch groups, Supplier<List<LdapEntry>> byLevel) {
    if (refused.get()) {
      return byLevel.get();
    }
    List<LdapEntry> chained;
    try {
      chained = groups.matching(LdapFilter.extensible(attribute, OID, member));
    } catch (LdapDirectoryException e) {
      if (!REFUSALS.contains(e.resultCode().orElse(-1)) || isKnown.getAsBoolean()) {
        throw e;
      }
      List<LdapEntry> found = byLevel.get();
      remember(e);
      return found;
    }
    // A server that does not know the rule may find nothing (RFC 4511, section 4.5.1.7).
    return chained.isEmpty() ? byLevel.get() : chained;
  }

  private void remember(LdapDirectoryException refusal) {
    if (refused.compareAndSet(false, true)) {
      LOG.warn(
          "the in-chain search of groups is refused, they are searched level by level: {}",
          refusal.getMessage());
    }
  }
}

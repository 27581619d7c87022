// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.SearchScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test kit has two bases as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class BasesAgreementTest {

  @Test
  void secondBaseHoldsUsersAndGroups(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.readAt("", "namingContexts");
          session.bindAs("cn=eve,o=other", "wrong");
          session.bindAs("cn=eve,o=other", "right");
          session.whoAmI();
          session.bindAs("uid=alice,dc=example,dc=com", "right");
          session.readAt("cn=eve,o=other", "memberOf");
          session.readAt("uid=alice,dc=example,dc=com", "memberOf");
          session.find("(memberOf=*)");
          session.bindAs("cn=eve,o=nowhere", "right");
        });
  }

  @Test
  void searchBelowEachBaseFindsItsOwnEntries(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          searches(session, "o=other");
          searches(session, "o=nowhere");
        });
  }

  @Test
  void noEntryIsBelowTheEmptyBaseAtSlapd(TwoServers servers) throws Exception {
    servers.agreeWithSlapd(session -> searches(session, ""));
  }

  private static void searches(Session session, String base) {
    session.dereference(DereferencePolicy.NEVER, base, SearchScope.ONE, "(cn=*)");
    session.dereference(DereferencePolicy.NEVER, base, SearchScope.SUB, "(cn=*)");
  }
}

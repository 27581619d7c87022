// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.realserver.ControlTalk.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit takes and refuses controls as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class ControlsAgreementTest {

  private static final String ALICE = "uid=alice,dc=example,dc=com";

  /** Unknown; ManageDsaIT; authorization identity; don't use copy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4.5",
        "2.16.840.1.113730.3.4.2",
        "2.16.840.1.113730.3.4.16",
        "1.3.6.1.1.22"
      })
  void criticalControlIsTakenOrRefused(String oid, TwoServers servers) throws Exception {
    servers.agree(session -> session.controls(ALICE).all(new Control(oid, true)));
  }

  @Test
  void pagesBelongToSearches(TwoServers servers) throws Exception {
    servers.agree(session -> session.controls(ALICE).all(new SimplePagedResultsControl(5, true)));
  }

  /** The slapd of these tests has no password policy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.113556.1.4.805",
        "1.2.840.113556.1.4.1413",
        "1.3.6.1.4.1.42.2.27.8.5.1",
        "2.16.840.1.113730.3.4.4"
      })
  void controlThat389TakesElsewhereIsRefused(String oid, TwoServers servers) throws Exception {
    servers.agreeWith389(session -> session.controls(ALICE).all(new Control(oid, true)));
  }

  @Test
  void permissiveModifyIsTakenUnadvertised(TwoServers servers) throws Exception {
    Control control = new Control("1.2.840.113556.1.4.1413", true);
    servers.agreeWithSlapd(session -> session.controls(ALICE).send(Operation.MODIFY, control));
  }

  @Test
  void unknownControlIsIgnoredIfNotCritical(TwoServers servers) throws Exception {
    servers.agree(session -> session.controls(ALICE).all(new Control("1.2.3.4.5", false)));
  }
}
